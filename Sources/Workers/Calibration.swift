import Channels
import Tensor

/// Measures what a worker's works cost, one after the other without what others send, and what
/// messages between neighbours cost. What the worker has learned is spoilt.
struct Calibration {
    private let worker: Worker
    private let order: Int
    private let seconds: Double

    /// - Parameters:
    ///   - order: names the messages.
    ///   - seconds: how long a neighbour may keep this one waiting.
    init(_ worker: Worker, order: Int, within seconds: Double) {
        self.worker = worker
        self.order = order
        self.seconds = seconds
    }

    /// - Parameters:
    ///   - rounds: how often each is measured, beside one that does not count.
    ///   - pausing: called after every work.
    func measure(
        rounds: Int, pausing: () throws(WorkerFault) -> Void
    ) throws(WorkerFault) -> WorkerCosts {
        var costs = WorkerCosts()
        var times: [Work: [Double]] = [:]
        for update in 0...rounds {
            for action in worker.schedule.actions(of: worker.number, in: update..<update + 1) {
                switch action {
                case .compute(let work, let update, let part):
                    let start = monotonicSeconds()
                    worker.stage.compute(work, update: update, part: part)
                    if update > 0 { times[work, default: []].append(monotonicSeconds() - start) }
                    try pausing()
                case .send(let parcel, _):
                    costs.bytes[parcel.content] = worker.stage.contents(of: parcel).bytes.count
                case .receive, .sum: break
                }
            }
        }
        _ = worker.stage.takeReport()
        costs.seconds = times.compactMapValues(median)
        measureSum(&costs, rounds: rounds)
        costs.messages = try measureMessages(costs, rounds: rounds, pausing: pausing)
        return costs
    }

    private func measureSum(_ costs: inout WorkerCosts, rounds: Int) {
        costs.gradientBytes = worker.gradientBytes
        guard costs.gradientBytes > 0 else { return }
        let times = (0...rounds).map { _ in
            let start = monotonicSeconds()
            worker.addOnce()
            return monotonicSeconds() - start
        }
        costs.addingPerByte = (median(Array(times.dropFirst())) ?? 0) / Double(costs.gradientBytes)
    }

    /// Sends messages from worker 0 to worker 1 and back.
    /// - Returns: the times, at worker 0; nil elsewhere.
    private func measureMessages(
        _ costs: WorkerCosts, rounds: Int, pausing: () throws(WorkerFault) -> Void
    ) throws(WorkerFault) -> [MessageTimes]? {
        let workers = worker.channel.workers
        guard workers > 1, worker.number < 2 else { return nil }
        let longest = max(costs.bytes.values.max() ?? 0, costs.gradientBytes / workers)
        let lengths = [4, max(8, longest)]
        var times: [MessageTimes] = []
        for (index, length) in lengths.enumerated() {
            let message = Matrix(rows: 1, columns: (length + 3) / 4)
            var samples: (way: [Double], sending: [Double], receiving: [Double]) = ([], [], [])
            for sample in 0...max(rounds, 10) {
                try pausing()
                let tag = Tag(
                    content: Message.ping.rawValue, update: order, part: 1000 * index + sample)
                guard worker.number == 0 else {
                    let bytes = try worker.receive(tag, from: 0, within: seconds)
                    let back = Matrix(rows: 1, columns: bytes.count / 4)
                    try worker.send(tag, back, to: 0, within: seconds)
                    continue
                }
                let (start, waited) = (monotonicSeconds(), worker.channel.waited)
                try worker.send(tag, message, to: 1, within: seconds)
                let (middle, waitedForRoom) = (monotonicSeconds(), worker.channel.waited)
                _ = try worker.receive(tag, from: 1, within: seconds)
                let (end, waitedInAll) = (monotonicSeconds(), worker.channel.waited)
                samples.way.append((end - start) / 2)
                samples.sending.append(middle - start - (waitedForRoom - waited))
                samples.receiving.append(end - middle - (waitedInAll - waitedForRoom))
            }
            guard worker.number == 0 else { continue }
            times.append(
                MessageTimes(
                    bytes: length, oneWay: median(samples.way) ?? 0,
                    sending: median(samples.sending) ?? 0,
                    receiving: median(samples.receiving) ?? 0))
        }
        return worker.number == 0 ? times : nil
    }
}

/// The median of some numbers, of an even count the mean of the two in the middle; nil of none.
package func median(_ numbers: [Double]) -> Double? {
    let sorted = numbers.sorted()
    let middle = sorted.count / 2
    guard middle < sorted.count else { return nil }
    return sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
