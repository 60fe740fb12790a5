import Foundation

/// Commands as a user would type them, for hints that work when they are copied.
enum CommandWords {
    /// This program as it was called: by a path, or by a name found on the PATH.
    static let program = CommandLine.arguments.first ?? "presage"

    /// The path of this program, to start it again whatever it was called by.
    static let executable = Bundle.main.executablePath ?? CommandLine.arguments[0]

    /// The command that this process is, for doing the same again.
    static var ofThisProcess: String { line(CommandLine.arguments) }

    /// A command line of some words.
    static func line(_ words: [String]) -> String {
        words.map(shellQuoted).joined(separator: " ")
    }
}

extension SweepOptions {
    /// Another command on the same sweep: `presage status copy-horizon --size desk`.
    func command(_ name: String) -> String {
        // What begins with a minus sign would be taken for an option.
        let folder = results == "results" ? [] : ["--results=\(results)"]
        return CommandWords.line([CommandWords.program] + words(name, folder))
    }

    /// The command as pages have it, whatever path this program was called by and wherever the results
    /// lie: pages are moved, and made anew to the same bytes elsewhere.
    func plainCommand(_ name: String) -> String { CommandWords.line(["presage"] + words(name)) }

    private func words(_ name: String, _ folder: [String] = []) -> [String] {
        [name, experiment, "--size", size] + folder + allOverrides.flatMap { ["--set", $0] }
    }
}
