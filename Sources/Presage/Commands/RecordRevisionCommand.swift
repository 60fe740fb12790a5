import ArgumentParser
import Engine

/// The command that a build ends with: the program then knows what it was built from wherever it is
/// copied with that file.
struct RecordRevisionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record-revision",
        abstract: "Writes beside the program what it was built from.", shouldDisplay: false)

    func run() throws { try Revision.recordBesideProgram() }
}
