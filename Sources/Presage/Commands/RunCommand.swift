import ArgumentParser
import Engine
import Foundation
import Processes
import Store
import Sweeps

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs what is missing of a sweep and reports it.",
        discussion: """
            Completed cells are kept; failed ones are tried again. Results go to
            results/SIZE/EXPERIMENT. Ctrl-C or SIGTERM stops the sweep within two seconds; the same
            command goes on with it.

            Examples:
              presage run copy-horizon
              presage run copy-horizon --size smoke --set truncation=3 --capture 3
              presage run text-horizon --set data=my.txt --set units=64,128 --jobs 2
              presage run copy-horizon --only failed --where method=sg_linear,sg_mlp
              presage run copy-horizon --size desk --retries 1 --time-limit 2h --log json
            """)

    @OptionGroup var sweep: SweepOptions

    @OptionGroup var times: CellTimeOptions

    @OptionGroup var limits: RunLimits

    @OptionGroup var selection: CellSelection

    @Option(
        name: .customLong("cells"),
        help: ArgumentHelp(
            "Run only the cells that a file names, a cell_id a line.", valueName: "file"))
    var cellFile: String?

    @OptionGroup var program: RevisionOptions

    @Flag(name: .customLong("no-report"), help: "Run the cells, and write no report.")
    var isWithoutReport = false

    @Flag(name: .customLong("dry-run"), help: "Print what would be run, and run nothing.")
    var isDryRun = false

    @Option(
        name: .customLong("log"),
        help: ArgumentHelp(
            "How events are logged on standard error: text, or json for an object a line.",
            valueName: "text|json"))
    var logForm = LogForm.text.rawValue

    func run() throws {
        var limits = try limits.parsed()
        let times = try times.parsed()
        guard let form = LogForm(rawValue: logForm) else { throw OptionError.log(logForm) }
        let revision = try program.revision()
        let list = try cellFile.map { path throws(CellListError) in try CellList(path) }
        let plan = try sweep.plan()
        limits.cores.isAlone = plan.experiment.isAlone
        try list?.check(against: plan)
        let folder = try sweep.folder(of: plan)
        let part = try selection.part(of: plan)
        var cells: [PlannedCell] = []
        var unusable: [UnusableFile] = []
        var counts: [CellStatus: Int] = [:]
        var estimate = SweepEstimate()
        folder.visit(plan, in: part) { cell, state, cost in
            guard list?.contains(cell) ?? true else { return }
            counts[state.status, default: 0] += 1
            if let cost { estimate.learn(from: cell, cost) }
            guard selection.takes(state) else { return }
            if case .unusable(let reason) = state, !reason.isDamage {
                unusable.append(reason)
            } else {
                cells.append(cell)
            }
        }
        let count = counts.values.reduce(0, +)
        if isDryRun {
            for cell in cells { try Output.line(sweep.cellCommand(cell)) }
            try Output.line("\(cells.count) of \(count) cells would run")
            if !cells.isEmpty { try Output.line(estimate.text(for: cells, on: limits.cores)) }
            return
        }
        let log = SweepLog(form, experiment: plan.experiment.name)
        guard !cells.isEmpty || !selection.isPart else {
            let found = CellSelection.text(counts)
            log.note("planned", "nothing to run of \(count) cells: \(found)")
            for reason in unusable { log.note("not_run", "not run: \(reason)", level: .error) }
            if !unusable.isEmpty { throw ExitCode(1) }
            return
        }
        let signals = StopSignals()
        if !cells.isEmpty || !unusable.isEmpty { try folder.prepare() }
        log.note("planned", "\(count - cells.count) of \(count) cells need not run")
        if let note = folder.noteOnOlderCells { log.note("older_cells", note) }
        var leftOut = unusable.count
        if !cells.isEmpty {
            let run = SweepRun(
                sweep: sweep, plan: plan, folder: folder, limits: limits,
                times: times, revision: revision, log: log,
                isWanted: selection.runs)
            leftOut += try run.run(cells, of: count, signals: signals)
        }
        // From here on a signal ends the process: nothing can be lost.
        signals.end()
        let failures =
            isWithoutReport
            ? cells.count { folder.state(of: $0).status == .failed }
            : try report(plan, to: folder, log)
        for reason in unusable { log.note("not_run", "not run: \(reason)", level: .error) }
        if failures > 0 {
            log.note(
                "failures",
                "\(failures) of \(count) cells failed: \(sweep.command("status")) says why",
                level: .error)
        }
        if failures > 0 || leftOut > 0 { throw ExitCode(1) }
    }

    /// Writes and prints the report.
    /// - Returns: how many cells have failed.
    /// - Throws: `ExitCode` when the report's files cannot be written; the cells are there all the same.
    private func report(_ plan: Plan, to folder: ResultsFolder, _ log: SweepLog) throws -> Int {
        do {
            return try ReportCommand.write(plan, to: folder, of: sweep)
        } catch let error where !(error is OutputError || error is PageError) {
            log.note(
                "no_report",
                "all cells are kept, but there is no report: \(error); to go on: "
                    + CommandWords.ofThisProcess, level: .error)
            throw ExitCode(1)
        }
    }
}
