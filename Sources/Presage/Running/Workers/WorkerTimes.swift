import Foundation
import Tensor
import Vocabulary
import Workers

/// How long the workers of a cell took and waited, round by round; measuring and saving in between
/// count for nothing.
struct WorkerTimes {
    /// Seconds of training.
    private(set) var seconds = 0.0
    /// Updates a second in every round.
    private var rates: [Double] = []
    /// The seconds that every worker waited for others.
    private var waiting: [Double]

    init(workers: Int) { waiting = [Double](repeating: 0, count: workers) }

    /// The updates of the longest round.
    private(set) var round = 0

    /// Takes in a round.
    mutating func add(_ reports: [WorkerReport], updates: Int) {
        let seconds = reports.map(\.elapsed).max() ?? 0
        self.seconds += seconds
        round = max(round, updates)
        rates.append(Double(updates) / seconds)
        for (worker, report) in reports.enumerated() {
            // Who is done waits for the last.
            waiting[worker] += report.waiting + seconds - report.elapsed
        }
    }

    /// Updates a second: the median of the rounds, which a machine busy with something else for a
    /// moment does not change.
    var rate: Double { median(rates) ?? .nan }

    /// What was measured.
    func measurements(_ configuration: Configuration) -> [Measurement] {
        let shares = waiting.map { $0 / seconds }
        let batches = configuration.batchShares * configuration.windowsPerUpdate
        return [
            .single(.updatesPerSecond, rate),
            .single(.samplesPerSecond, rate * Double(configuration[.batch] * batches)),
            .single(.waitingShare, shares.max() ?? .nan),
        ]
            + shares.enumerated().map { .single(.waitingShare(ofWorker: $0), $1) }
    }
}

extension WorkerTimes: Resumable {
    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.real("seconds", &seconds)
        try state.integer("round", &round)
        try state.reals("rates", &rates)
        try state.reals("waiting", &waiting, count: waiting.count)
    }
}
