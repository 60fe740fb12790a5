import ArgumentParser
import Testing

@testable import Presage

/// The help of every command is complete: it says what each option does, and its examples are commands.
@Suite struct HelpTests {
    private static let commands = PresageCommand.configuration.subcommands

    private func help(_ command: any ParsableCommand.Type) -> [Substring] {
        PresageCommand.helpMessage(for: command, columns: 80).split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    @Test func everyCommandIsShown() {
        let shown = help(PresageCommand.self).joined(separator: "\n")
        for command in Self.commands where command.configuration.shouldDisplay {
            #expect(!command.configuration.abstract.isEmpty)
            #expect(shown.contains("  \(command.configuration.commandName ?? "?") "))
        }
    }

    /// An option's description stands beside it, or below where it is long.
    @Test func everyOptionIsDescribed() {
        for command in [PresageCommand.self] + Self.commands {
            let lines = help(command)
            for (line, next) in zip(lines, lines.dropFirst()) where Self.isOption(line) {
                // Descriptions begin in one column.
                let isBeside = line.dropFirst(25).prefix(2).first == " "
                let isBelow = next.hasPrefix(String(repeating: " ", count: 26))
                #expect(isBeside || isBelow, "\(command): \(line)")
            }
            // The parser breaks prose at 80 columns; what was broken before would be ragged.
            let discussion = command.configuration.discussion.split(separator: "\n")
            for (line, next) in zip(discussion, discussion.dropFirst()) where line.count > 80 {
                #expect(next.first?.isLowercase == false, "\(command): \(line)")
            }
        }
    }

    /// Whether a line of a help begins the description of an option or an argument.
    private static func isOption(_ line: Substring) -> Bool {
        ["  -", "  <"].contains { line.hasPrefix($0) }
    }

    @Test func examplesAreCommands() throws {
        var count = 0
        for command in [PresageCommand.self] + Self.commands {
            for line in help(command) where line.hasPrefix("  presage ") && !line.contains("<") {
                let words = line.prefix { $0 != "|" }.split(separator: " ").dropFirst()
                _ = try PresageCommand.parseAsRoot(words.map(String.init))
                #expect(line.count <= 80, "\(line)")
                count += 1
            }
        }
        #expect(count > 25)
    }
}
