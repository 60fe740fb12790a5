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
            Completed cells are kept; failed ones are tried again. Where settings are tuned, the trials \
            are run first, on seeds of their own. Results go to results/SIZE/EXPERIMENT. Ctrl-C or \
            SIGTERM stops the sweep within two seconds; the same command goes on with it. The exit code \
            is 1 when a cell has failed.

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
        var stages = try sweep.stages()
        limits.cores.isAlone = stages.judged.experiment.isAlone
        try list?.check(against: stages)
        let part = try selection.part(of: stages)
        func survey(_ plan: Plan, after other: SweepSurvey? = nil) -> SweepSurvey {
            SweepSurvey(
                plan, in: part, list, selection, stages.folder,
                estimate: other?.estimate ?? SweepEstimate())
        }
        let trials = stages.trials.map { survey($0) }
        var judged = survey(stages.judged, after: trials)
        let found = (trials.map { [$0] } ?? []) + [judged]
        if isDryRun { return try show(found, stages, limits.cores) }
        let log = SweepLog(form, experiment: stages.judged.experiment.name)
        guard !found.allSatisfy(\.cells.isEmpty) || !selection.isPart else {
            return try sayNothingToRun(found, stages, log)
        }
        let signals = StopSignals()
        let cellRun = { (survey: SweepSurvey) in
            SweepRun(
                sweep: sweep, plan: survey.plan, folder: stages.folder, limits: limits,
                times: times, revision: revision, log: log, isWanted: selection.runs)
        }
        var leftOut = 0
        if let trials {
            leftOut += try run(trials, cellRun(trials), signals: signals)
            // Where none was run the choices are those read before.
            if !trials.cells.isEmpty {
                stages = try stages.chosen()
                judged = survey(stages.judged, after: trials)
            }
        }
        leftOut += try run(judged, cellRun(judged), signals: signals)
        // From here on a signal ends the process: nothing can be lost.
        signals.end()
        let ran = (trials?.cells ?? []) + judged.cells
        let failures =
            isWithoutReport
            ? ran.count { stages.folder.state(of: $0).status == .failed }
            : try report(stages, log)
        for reason in (trials?.unusable ?? []) + judged.unusable {
            log.note("not_run", "not run: \(reason)", level: .error)
        }
        if failures > 0 {
            log.note(
                "failures",
                "\(failures) of \((trials?.count ?? 0) + judged.count) cells failed: "
                    + "\(sweep.command("status")) says why",
                level: .error)
        }
        if let waiting = stages.waiting { log.note("waiting", waiting, level: .warning) }
        if failures > 0 || leftOut > 0 { throw ExitCode(1) }
    }

    /// Runs the cells of one stage.
    /// - Returns: how many wanted cells have a file in their place that cannot be used.
    private func run(
        _ survey: SweepSurvey, _ run: SweepRun, signals: StopSignals
    ) throws -> Int {
        if !survey.cells.isEmpty || !survey.unusable.isEmpty { try run.folder.prepare() }
        run.log.note(
            "planned",
            "\(survey.count - survey.cells.count) of \(survey.count) \(survey.noun) need not run")
        if let note = run.folder.noteOnOlderCells, !survey.plan.isTuning {
            run.log.note("older_cells", note)
        }
        guard !survey.cells.isEmpty else { return survey.unusable.count }
        return try survey.unusable.count
            + run.run(survey.cells, of: survey.count, signals: signals)
    }

    /// Prints what would be run.
    private func show(
        _ surveys: [SweepSurvey], _ stages: SweepStages, _ cores: CellCores
    ) throws {
        let cells = surveys.flatMap(\.cells)
        for cell in cells { try Output.line(sweep.cellCommand(cell)) }
        let count = surveys.map(\.count).reduce(0, +)
        try Output.line("\(cells.count) of \(count) cells would run")
        if let waiting = stages.waiting { try Output.line(waiting) }
        if let estimate = surveys.last?.estimate, !cells.isEmpty {
            try Output.line(estimate.text(for: cells, on: cores))
        }
    }

    private func sayNothingToRun(
        _ surveys: [SweepSurvey], _ stages: SweepStages, _ log: SweepLog
    ) throws {
        let counts = surveys.map(\.counts).reduce([:]) { $0.merging($1, uniquingKeysWith: +) }
        let count = surveys.map(\.count).reduce(0, +)
        let found = count == 0 ? "" : ": \(CellSelection.text(counts))"
        log.note("planned", "nothing to run of \(count) cells\(found)")
        if let waiting = stages.waiting {
            log.note(
                "waiting", "\(waiting); without --where and --only they are run", level: .warning)
        }
        let unusable = surveys.flatMap(\.unusable)
        for reason in unusable { log.note("not_run", "not run: \(reason)", level: .error) }
        if !unusable.isEmpty { throw ExitCode(1) }
    }

    /// Writes and prints the report.
    /// - Returns: how many cells have failed.
    /// - Throws: `ExitCode` when the report's files cannot be written; the cells are there all the same.
    private func report(_ stages: SweepStages, _ log: SweepLog) throws -> Int {
        do {
            return try ReportCommand.write(stages, of: sweep)
        } catch let error where !(error is OutputError || error is PageError) {
            log.note(
                "no_report",
                "all cells are kept, but there is no report: \(error); to go on: "
                    + CommandWords.ofThisProcess, level: .error)
            throw ExitCode(1)
        }
    }
}
