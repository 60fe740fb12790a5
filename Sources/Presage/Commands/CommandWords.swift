import Foundation

/// Commands as a user would type them, for hints that work when they are copied.
enum CommandWords {
    /// This program as it was called: by a path, or by a name found on the PATH.
    static let program = CommandLine.arguments.first ?? "presage"

    /// The command that this process is, for doing the same again.
    static var ofThisProcess: String { line(CommandLine.arguments) }

    /// A command line of some words.
    static func line(_ words: [String]) -> String {
        words.map(shellQuoted).joined(separator: " ")
    }
}

extension SweepOptions {
    /// Another command on the same sweep: `presage status copy-horizon --size desk`.
    func command(_ name: String) -> String { command(name, program: CommandWords.program) }

    /// The command as pages have it, whatever path this program was called by.
    func plainCommand(_ name: String) -> String { command(name, program: "presage") }

    private func command(_ name: String, program: String) -> String {
        var words = [program, name, experiment, "--size", size]
        // What begins with a minus sign would be taken for an option.
        if results != "results" { words.append("--results=\(results)") }
        words += allOverrides.flatMap { ["--set", $0] }
        return CommandWords.line(words)
    }
}
