import ArgumentParser
import Engine
import Foundation
import Store
import Sweeps

struct SubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Runs a sweep on a cluster with Slurm.",
        discussion: """
            Packs the cells that are missing or have failed into tasks of a job array, submits it, \
            and a job after it that reports. The scripts, the lists of cells and the logs go to \
            slurm/TIME in the folder of the results; the results are the same as with run. A task \
            whose node fails is queued again and goes on; whatever is missing in the end is run by \
            the same command.

            Examples:
              presage submit copy-horizon --size paper --dry-run
              presage submit copy-horizon --size paper --partition short --task-minutes 30
              presage submit copy-horizon --size paper --cpus 8 --sbatch --mem-per-cpu=2G
            """)

    @OptionGroup var sweep: SweepOptions

    @OptionGroup var times: CellTimeOptions
    @OptionGroup var slurm: SlurmOptions
    @OptionGroup var program: RevisionOptions

    @Flag(name: .customLong("dry-run"), help: "Print the scripts, and write and submit nothing.")
    var isDryRun = false

    func run() throws {
        var (request, minutes) = try slurm.parsed()
        _ = try program.revision()
        let stages = try sweep.stages()
        let (plan, folder) = (stages.judged, stages.folder)
        var wanted: [PlannedCell] = []
        var estimate = SweepEstimate()
        for stage in stages.plans {
            folder.visit(stage) { cell, state, cost in
                if let cost { estimate.learn(from: cell, cost) }
                if state.isToRun { wanted.append(cell) }
            }
        }
        guard !wanted.isEmpty else {
            if let waiting = stages.waiting {
                return try Output.line(
                    "nothing to submit: \(waiting), and \(sweep.command("status")) says why")
            }
            return try Output.line("\(plan.experiment.name): no cell is missing, none has failed")
        }
        if let waiting = stages.waiting {
            try Output.line(
                "\(waiting); when the trials have ended, the same command submits the rest")
        }
        request.fit(wanted, isAlone: plan.experiment.isAlone)
        let tasks = SlurmTask.deal(
            wanted, length: minutes * 60, cores: request.cores, limit: Slurm.arraySize,
            seconds: estimate.seconds)
        let array = try array(tasks, request, of: plan, in: absolute(folder.file("slurm/\(stamp)")))
        let summary = Self.summary(tasks, estimate) + request.note
        if isDryRun {
            try Output.line(summary)
            try show(array)
        } else {
            try folder.prepare()
            try write(array, tasks, summary: summary)
            try submit(array, summary: summary)
        }
    }

    private func array(
        _ tasks: [SlurmTask], _ request: SlurmArray.Request, of plan: Plan, in folder: String
    ) throws -> SlurmArray {
        let program = CommandWords.executable
        let sweep = sweep.words(results: absolute(sweep.results))
        let refusal = self.program.refusesDirty ? ["--refuse-dirty"] : []
        let saving = try times.words()
        return SlurmArray(
            folder: folder, workingFolder: FileManager.default.currentDirectoryPath,
            experiment: plan.experiment.name, request: request, taskCount: tasks.count,
            run: [program, "run"] + sweep + saving + refusal, report: [program, "report"] + sweep)
    }

    private func show(_ array: SlurmArray) throws {
        for (arguments, script) in [
            (array.arrayArguments, array.arrayText(quoted: shellQuoted)),
            (array.reportArguments(after: "ARRAY"), array.reportText(quoted: shellQuoted)),
        ] {
            try Output.line("\n# sbatch \(arguments.map(shellQuoted).joined(separator: " "))")
            try Output.line(script)
        }
    }

    private func write(_ array: SlurmArray, _ tasks: [SlurmTask], summary: String) throws {
        for name in ["tasks", "logs"] {
            try FileManager.default.createDirectory(
                atPath: "\(array.folder)/\(name)", withIntermediateDirectories: true)
        }
        for (number, task) in tasks.enumerated() {
            try write(CellList.text(task.cells), to: array.list(of: number))
        }
        let lines = tasks.enumerated().map { number, task in
            "task \(number): \(Self.counted(task.cells.count, "cell")), \(clockTime(task.seconds))\n"
        }
        try write(summary + "\n" + lines.joined(), to: "\(array.folder)/plan.txt")
        try write(array.arrayText(quoted: shellQuoted), to: array.arrayScript)
        try write(array.reportText(quoted: shellQuoted), to: array.reportScript)
    }

    private func write(_ text: String, to path: String) throws {
        try AtomicFile.write(text, to: path)
    }

    private func submit(_ array: SlurmArray, summary: String) throws {
        let job = try Slurm.submit(array.arrayArguments)
        try Output.line("\(summary): job \(job)")
        let report = try Slurm.submit(array.reportArguments(after: job))
        try Output.line("the report follows: job \(report)")
        try Output.line("scripts and logs: \(array.folder)")
        try Output.line("how the cells stand: \(sweep.command("status"))")
        try Output.line("what is in flight: squeue -r -j \(job),\(report)")
    }

    private static func summary(_ tasks: [SlurmTask], _ estimate: SweepEstimate) -> String {
        let count = tasks.reduce(0) { $0 + $1.cells.count }
        let longest = tasks.map(\.seconds).max() ?? 0
        let basis =
            estimate.isMeasured
            ? "by their finished siblings"
            : "at \(Int(SweepEstimate.assumedSpeed)) time steps a second, since none has finished"
        return
            "\(counted(count, "cell")) in \(counted(tasks.count, "task")) of up to \(clockTime(longest)) \(basis)"
    }

    private static func counted(_ count: Int, _ name: String) -> String {
        "\(count) \(name)\(count == 1 ? "" : "s")"
    }

    /// The time now, as the name of a folder.
    private var stamp: String {
        let now = ISO8601DateFormatter().string(from: Date())
        return now.filter { $0 != "-" && $0 != ":" } + "-\(getpid())"
    }

    private func absolute(_ path: String) -> String { URL(filePath: path).path }
}
