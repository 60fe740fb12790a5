import ArgumentParser
import Engine
import Processes

/// The command by which a report of many cells has their files read: the first line of standard input has
/// the paths, standard output gets what is in those that can be used.
struct ReadCellsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read-cells", abstract: "Reads files of cells for a report.",
        shouldDisplay: false)

    func run() throws {
        guard let line = readLine() else { throw RunError.noJob }
        try CellReaders.answer([String](job: line), write: Output.put)
    }
}

extension CellReaders {
    /// Processes of this program, as many as it may use processors.
    static var ofThisProgram: CellReaders {
        CellReaders(
            command: [CommandWords.executable, "read-cells"], count: AvailableCores.count)
    }
}
