import ArgumentParser
import Engine
import Foundation
import Kernels
import Reports
import Store
import Sweeps

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs what is missing of a sweep and reports it.",
        discussion: """
            Completed cells are kept; failed ones are tried again. Results go to
            results/SIZE/EXPERIMENT.

            Examples:
              presage run copy-horizon
              presage run copy-horizon --size smoke --set truncation=3 --capture 3
              presage run text-horizon --set data=my.txt --set units=64,128 --jobs 2
              presage run copy-horizon --only failed --where method=sg_linear,sg_mlp
            """)

    @OptionGroup var sweep: SweepOptions

    @OptionGroup var checkpoints: CheckpointOptions

    @Option(
        parsing: .unconditional,
        help: "How many cells run side by side; as many as there are cores unless given.")
    var jobs: String?

    @OptionGroup var selection: CellSelection

    @Flag(name: .customLong("dry-run"), help: "Print what would be run, and run nothing.")
    var isDryRun = false

    func run() throws {
        let jobs = try parsedJobs()
        let checkpointEvery = try checkpoints.interval()
        let plan = try sweep.plan()
        let folder = try sweep.folder(of: plan)
        let part = try selection.part(of: plan)
        var cells: [PlannedCell] = []
        var unusable: [UnusableFile] = []
        var counts: [CellStatus: Int] = [:]
        var estimate = SweepEstimate()
        folder.visit(plan, in: part) { cell, state, cost in
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
            if !cells.isEmpty { try Output.line(estimate.text(for: cells, jobs: jobs)) }
            return
        }
        guard !cells.isEmpty || !selection.isPart else {
            let found = CellSelection.text(counts)
            printError("\(plan.experiment.name): nothing to run of \(count) cells: \(found)")
            for reason in unusable { printError("\(plan.experiment.name): not run: \(reason)") }
            if !unusable.isEmpty { throw ExitCode(1) }
            return
        }
        if !cells.isEmpty || !unusable.isEmpty { try folder.prepare() }
        let name = plan.experiment.name
        printError("\(name): \(count - cells.count) of \(count) cells need not run")
        if let note = folder.noteOnOlderCells { printError(note) }
        if !cells.isEmpty {
            try run(cells, of: plan, jobs: jobs, checkpointEvery: checkpointEvery, in: folder)
        }
        let failures = try ReportCommand.write(plan, to: folder, run: sweep.command("run"))
        for reason in unusable { printError("\(name): not run: \(reason)") }
        if failures > 0 {
            printError(
                "\(name): \(failures) of \(count) cells failed: presage status \(name) "
                    + "--size \(plan.size.rawValue) says why")
        }
        if failures > 0 || !unusable.isEmpty { throw ExitCode(1) }
    }

    private func run(
        _ cells: [PlannedCell], of plan: Plan, jobs: Int, checkpointEvery: Double,
        in folder: ResultsFolder
    ) throws {
        let revision = Revision.ofThisProgram()
        let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let sweep = sweep
        let runner = LocalRunner(
            jobs: jobs, folder: folder, environment: [:],
            command: { _ in [program, "train"] },
            input: { cell in
                try CellJob(
                    cell, of: plan, in: folder, checkpointEvery: checkpointEvery,
                    command: sweep.cellCommand(cell), revision: revision
                ).line()
            },
            provenance: { cell, seconds in
                .current(
                    commit: revision.commit, isDirty: revision.isDirty.rawValue,
                    instructionSet: Kernels.instructionSet.rawValue,
                    command: sweep.cellCommand(cell), wallTime: seconds)
            })
        let progress = SweepProgress(
            total: cells.count, isTerminal: isatty(STDERR_FILENO) == 1
        ) { text in Complaints.write(text) }
        try runner.run(cells, progress: progress)
    }

    private func parsedJobs() throws -> Int {
        guard let jobs else { return ProcessInfo.processInfo.activeProcessorCount }
        guard let count = Int(jobs), (1...1024).contains(count) else {
            throw OptionError.jobs(jobs)
        }
        return count
    }
}
