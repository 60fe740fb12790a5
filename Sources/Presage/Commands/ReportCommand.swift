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
            A page of more cells than are here now, such as a committed one, is not written over: the \
            new one goes to the folder partial beside it. The page of a sweep with --set goes to a \
            folder of overridden.

            Examples:
              presage report copy-horizon --size quick
              presage report copy-horizon --size desk --replace
            """)

    @OptionGroup var sweep: SweepOptions

    @Flag(help: "Write over a page of more cells than are here now.")
    var replace = false

    func run() throws {
        _ = try Self.write(try sweep.stages(), replacing: replace, of: sweep)
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
        let (plan, folder) = (stages.judged, stages.folder)
        let record = folder.collect(plan)
        let records = [record] + (stages.tuning.map { [$0.record] } ?? [])
        let isRun = records.contains { record in
            CellStatus.allCases.contains { $0 != .pending && record.count(of: $0) > 0 }
        }
        guard isRun else {
            throw PageError.nothing(
                plan.experiment.name, folder: folder.path, run: sweep.command("run"))
        }
        try folder.prepare()
        let page = folder.page(of: plan.overrides)
        let target = replacing ? page : place(of: record, page, sweep)
        try target.make()
        try record.write(to: target.collected)
        try stages.tuning?.record.write(to: target.trials)
        try Output.line(
            try ReportWriter.write(
                plan, record, tuning: stages.tuning?.outcome,
                setting: setting(of: target, stages, sweep), to: target.path))
        if target == page { remove(page.partial) }
        writeIndex(sweep.results)
        try Output.line("Files: \(target.path)")
        return records.map { $0.count(of: .failed) }.reduce(0, +)
    }

    /// What a page says of how it is made again and of what lies around it.
    private static func setting(
        of page: PageFolder, _ stages: SweepStages, _ sweep: SweepOptions
    ) -> PageSetting {
        // Pages of parts and of overridden sweeps lie deeper.
        let extra = page.path.dropFirst(stages.folder.path.count).split(separator: "/").count
        let files = [page.collected] + (stages.tuning == nil ? [] : [page.trials])
        return PageSetting(
            commands: ["run", "report"].map { sweep.plainCommand($0) },
            home: String(repeating: "../", count: 2 + extra) + ResultsIndex.name,
            files: files.map { ($0 as NSString).lastPathComponent })
    }

    /// Writes the pages that link all; without them everything else is there all the same.
    private static func writeIndex(_ root: String) {
        do { try ResultsIndex.write(root: root) } catch {
            printError(escaped("note: \(ResultsIndex.name) is not written: \(error)"))
        }
    }

    /// The folder that a page goes to: beside one of more cells, as long as cells are missing.
    private static func place(
        of record: CollectedRecord, _ page: PageFolder, _ sweep: SweepOptions
    ) -> PageFolder {
        let results = record.count(of: .complete) + record.count(of: .diverged)
        let missing = CellStatus.allCases.map(record.count).reduce(0, +) - results
        guard missing > 0, let earlier = ReportWriter.resultCount(in: page.path), earlier > results
        else { return page }
        printError(
            "\(page.file("report.txt")) shows the results of "
                + (earlier == .max ? "nobody knows how many" : "\(earlier)")
                + " cells, and \(results) are here: their page goes to \(page.partial.path); "
                + "\(sweep.command("report")) --replace writes over the other")
        return page.partial
    }

    /// Removes the page of too few cells when there is one of all.
    private static func remove(_ page: PageFolder) {
        unlink(page.collected)
        unlink(page.trials)
        ReportWriter.remove(from: page.path)
    }
}

/// A reason that there is no page.
enum PageError: Error, Hashable, CustomStringConvertible {
    case nothing(String, folder: String, run: String)

    var description: String {
        switch self {
        case .nothing(let experiment, let folder, let command):
            "nothing to report: no cell of \(experiment) has been run in \(folder): "
                + "\(command) begins them"
        }
    }
}
