import ArgumentParser
import Engine
import Foundation
import Reports
import Store
import Sweeps
import Vocabulary

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Writes and prints the report of what has been run.",
        discussion: """
            It is made of the cells that are here, also while others still run: then the page says how \
            many it has and when it was made, and its verdicts are preliminary. Where there are no cells \
            it is made of the collected file, EXPERIMENT.h5, alone.

            A page of more cells than are here now, such as a committed one, is not written over: the \
            new one goes to the folder partial beside it. The page of a sweep with --set goes to a \
            folder of overridden.

            Examples:
              presage report copy-horizon --size quick
              presage report copy-horizon --size desk --replace
              presage report copy-horizon --size desk --collected
            """)

    @OptionGroup var sweep: SweepOptions

    @Flag(help: "Write over a page of more cells than are here now.")
    var replace = false

    @Flag(
        name: .customLong("collected"),
        help: "Make the page of the collected file, also where cells are here.")
    var isOfCollectedFile = false

    func run() throws {
        let specification = try SweepSpecification(sweep)
        // The files of cells come first, unless they are not wanted or not there.
        let collected =
            isOfCollectedFile || !specification.folder.hasCells
            ? try specification.collected() : nil
        if isOfCollectedFile && collected == nil {
            throw PageError.noCollectedFile(specification.page.collected)
        }
        _ = try Self.write(try collected ?? sweep.stages(), replacing: replace, of: sweep)
    }

    /// Rebuilds the collected file, the report, the tables and the figures; prints the report.
    /// - Parameters:
    ///   - replacing: whether a page of more cells may be lost.
    ///   - sweep: the sweep as the command line has it.
    /// - Returns: how many cells have failed.
    /// - Throws: `PageError` when no cell has been run, and what keeps files from being written.
    static func write(
        _ stages: SweepStages, replacing: Bool = false, of sweep: SweepOptions
    ) throws -> Int {
        let page = try PageWork(stages, sweep).write(replacing: replacing)
        try Output.line(page.text)
        do { try ResultsIndex.write(root: sweep.results) } catch {
            // Without the pages that link all everything else is there all the same.
            printError(escaped("note: \(ResultsIndex.name) is not written: \(error)"))
        }
        try Output.line("Files: \(page.folder.path)")
        return page.failed
    }
}
