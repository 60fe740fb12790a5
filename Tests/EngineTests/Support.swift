import Engine
import Store
import Sweeps
import Vocabulary
import Synchronization

/// A small experiment of two truncations and two seeds.
let sample = Experiment("sample") {
    Problem(.copy(symbols: 2))
    Sweep {
        Axis(.truncation, [2, 20])
        Seeds(2)
    }
    Size(.smoke, updates: 10)
}

func samplePlan() throws -> Plan { try Plan(sample, size: .smoke) }

func sampleProvenance(seconds: Double) -> Provenance {
    .current(
        commit: "c0ffee", isDirty: "no", instructionSet: "plain",
        command: "presage cell sample", wallTime: seconds, cpuTime: seconds / 2)
}

/// Writes the file of a cell that has run; one without datasets of its own has its count of updates.
func write(
    _ cell: PlannedCell, to folder: ResultsFolder, status: CellStatus = .complete,
    failure: String? = nil, datasets: [Dataset] = []
) throws {
    let header = CellHeader(
        cell, experiment: folder.experiment, status: status, failure: failure,
        provenance: sampleProvenance(seconds: 1))
    let written =
        datasets.isEmpty && status == .complete ? [Dataset("updates", .int64([10]))] : datasets
    try CellRecord(header: header, datasets: written, groups: []).write(to: folder.cell(cell))
}

/// The text that a sweep prints.
final class Printed: Sendable {
    private let text = Mutex("")

    func write(_ part: String) { text.withLock { $0 += part } }

    var lines: [String] {
        text.withLock { $0.split(separator: "\n").map(String.init) }
    }

    var all: String { text.withLock { $0 } }
}

/// Runs all cells of the sample, each as the shell script of one line that `script` gives.
@discardableResult
func runSample(
    in folder: ResultsFolder, _ experiment: Experiment = sample, jobs: Int = 2,
    retries: Int = 0, limits: CellLimits = CellLimits(),
    printed: Printed = Printed(), isTerminal: Bool = false,
    command: [String] = ["/bin/sh", "-c", #"read -r script; eval "$script""#],
    _ script: @escaping (PlannedCell) -> String
) throws -> LocalRunner.Outcome {
    let plan = try Plan(experiment, size: .smoke)
    try folder.prepare()
    let runner = LocalRunner(
        limits: .init(
            cores: CellCores(jobs, isAlone: experiment.isAlone), retries: retries, cell: limits),
        folder: folder,
        command: command, environment: ["GREETING": "hello"],
        input: { script($0) + "\n" },
        provenance: { _, seconds in sampleProvenance(seconds: seconds) },
        isWanted: { $0.isToRun })
    let live: ((String) -> Void)? = isTerminal ? { printed.write("<\($0)>") } : nil
    let progress = SweepProgress(total: plan.count, live: live) { report in
        switch report.event {
        case .cellBegan: break
        default: printed.write(report.text + "\n")
        }
    }
    return runner.run(Array(plan), progress: progress)
}
