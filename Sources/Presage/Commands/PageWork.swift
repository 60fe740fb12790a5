import Engine
import Foundation
import Reports
import Store
import Sweeps

/// The writing of a sweep's page.
struct PageWork {
    /// How long another writer of the page is waited for, in seconds; a large page takes a quarter of it.
    private static let patience = 60.0

    private let stages: SweepStages
    /// The sweep as the command line has it.
    private let sweep: SweepOptions

    /// A page as it was written.
    struct Page {
        let text: String
        let folder: PageFolder
        /// How many cells have failed.
        let failed: Int
    }

    init(_ stages: SweepStages, _ sweep: SweepOptions) {
        (self.stages, self.sweep) = (stages, sweep)
    }

    /// Rebuilds the report, the tables and the figures and, where the files of cells are read, the
    /// collected file.
    /// - Parameter replacing: whether a page of more cells may be lost.
    /// - Throws: `PageError` when no cell has been run, and what keeps files from being written.
    func write(replacing: Bool = false) throws -> Page {
        // Of two that read the cells so far at one time, the one that saw fewer would else have the last word.
        try alone(in: stages.folder.path, patience: Self.patience) {
            try writeAlone(replacing: replacing)
        }
    }

    private func writeAlone(replacing: Bool) throws -> Page {
        let (plan, folder) = (stages.judged, stages.folder)
        var record = stages.collected ?? folder.collect(plan, with: .ofThisProgram)
        let records = [record] + (stages.tuning.map { [$0.record] } ?? [])
        let isRun = records.contains { record in
            CellStatus.allCases.contains { $0 != .pending && record.count(of: $0) > 0 }
        }
        guard isRun else {
            // Cells of other sweeps may lie here, and of this one its collected file alone.
            let collected =
                stages.collected == nil ? try SweepSpecification(sweep).collected() : nil
            if let collected {
                return try PageWork(collected, sweep).writeAlone(replacing: replacing)
            }
            throw PageError.nothing(
                plan.experiment.name, folder: folder.path, run: sweep.command("run"))
        }
        // The file that is read is not written.
        if stages.collected == nil {
            try folder.prepare()
            record.noteTimeIfUnfinished()
        }
        let page = folder.page(of: plan.overrides)
        let target = replacing ? page : place(of: record, page)
        try target.make()
        if stages.collected == nil || target != page {
            try record.write(to: target.collected)
            try stages.tuning?.record.write(to: target.trials)
        }
        let text = try ReportWriter.write(
            plan, record, tuning: stages.tuning?.outcome, setting: setting(of: target),
            to: target.path)
        if target == page { remove(page.partial) }
        return Page(
            text: text, folder: target, failed: records.map { $0.count(of: .failed) }.reduce(0, +))
    }

    /// What a page says of how it is made again and of what lies around it.
    private func setting(of page: PageFolder) -> PageSetting {
        // Pages of parts and of overridden sweeps lie deeper.
        let extra = page.path.dropFirst(stages.folder.path.count).split(separator: "/").count
        let files = [page.collected] + (stages.tuning == nil ? [] : [page.trials])
        return PageSetting(
            commands: ["run", "report"].map { sweep.plainCommand($0) },
            home: String(repeating: "../", count: 2 + extra) + ResultsIndex.name,
            files: files.map { ($0 as NSString).lastPathComponent })
    }

    /// The folder that a page goes to: beside one of more cells, as long as cells are missing.
    private func place(of record: CollectedRecord, _ page: PageFolder) -> PageFolder {
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
    private func remove(_ page: PageFolder) {
        unlink(page.collected)
        unlink(page.trials)
        ReportWriter.remove(from: page.path)
    }
}

/// A reason that there is no page.
enum PageError: Error, Hashable, CustomStringConvertible {
    case nothing(String, folder: String, run: String)
    /// No collected file where one was asked for.
    case noCollectedFile(String)
    /// No results at a size.
    case noPages(String, size: String)

    /// Whether something was asked for by name that is not there.
    var isBadInput: Bool {
        switch self {
        case .nothing: false
        case .noCollectedFile, .noPages: true
        }
    }

    var description: String {
        switch self {
        case .nothing(let experiment, let folder, let command):
            "nothing to report: no cell of \(experiment) has been run in \(folder): "
                + "\(command) begins them"
        case .noCollectedFile(let path):
            "there is no \(path): without --collected the page is made of the cells"
        case .noPages(let results, let size):
            "there are no results of size \(size) in \(results): "
                + "\(CommandWords.program) run EXPERIMENT --size \(size) makes some"
        }
    }
}
