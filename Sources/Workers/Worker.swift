import Channels
import Tensor

/// A worker of a run: does the actions of its schedule, round by round.
package final class Worker {
    let stage: any Stage
    let schedule: Schedule
    let number: Int
    let channel: any Channel
    private let sum: RingSum

    /// - Parameter channel: its endpoint is the number of the worker.
    package init(_ stage: any Stage, _ schedule: Schedule, _ channel: any Channel) {
        self.stage = stage
        self.schedule = schedule
        self.channel = channel
        number = channel.endpoint
        sum = RingSum(
            stage.gradients, worker: number, workers: schedule.parallelism.workers,
            content: Message.sum.rawValue)
    }

    /// The bytes of what is summed over the workers.
    var gradientBytes: Int { sum.bytes }

    /// Does what the schedule says for the updates of a round.
    /// - Parameters:
    ///   - seconds: how long another worker may keep this one waiting.
    ///   - pausing: called after every work.
    /// - Throws: `WorkerFault` when another worker is gone or silent, or sends what it should not.
    package func run(
        _ round: Range<Int>, within seconds: Double,
        pausing: () throws(WorkerFault) -> Void = {}
    ) throws(WorkerFault) -> WorkerReport {
        var report = WorkerReport()
        let start = monotonicSeconds()
        for action in schedule.actions(of: number, in: round) {
            let (begin, waited) = (monotonicSeconds(), channel.waited)
            switch action {
            case .compute(let work, let update, let part):
                stage.compute(work, update: update, part: part)
                report.working[work, default: 0] += monotonicSeconds() - begin
                channel.pump()
                try pausing()
            case .send(let parcel, let peer):
                try send(parcel.tag, stage.contents(of: parcel), to: peer, within: seconds)
                let waiting = channel.waited - waited
                report.sending += monotonicSeconds() - begin - waiting
                report.waiting += waiting
            case .receive(let parcel, let peer):
                try accept(parcel, receive(parcel.tag, from: peer, within: seconds), from: peer)
                let waiting = channel.waited - waited
                report.receiving += monotonicSeconds() - begin - waiting
                report.waiting += waiting
            case .sum(let update):
                try sum(update: update, within: seconds, &report)
            }
        }
        report.elapsed = monotonicSeconds() - start
        report.stage = stage.takeReport()
        return report
    }

    private func sum(
        update: Int, within seconds: Double, _ report: inout WorkerReport
    ) throws(WorkerFault) {
        let (begin, waited) = (monotonicSeconds(), channel.waited)
        let (sending, receiving) = (report.sending, report.receiving)
        var times = (sending: 0.0, receiving: 0.0)
        try sum(update: update) {
            (tag, out, next, before) throws(WorkerFault) -> [UInt8] in
            let (start, waited) = (monotonicSeconds(), channel.waited)
            try send(tag, out, to: next, within: seconds)
            let (middle, waitedForRoom) = (monotonicSeconds(), channel.waited)
            times.sending += middle - start - (waitedForRoom - waited)
            let bytes = try receive(tag, from: before, within: seconds)
            times.receiving += monotonicSeconds() - middle - (channel.waited - waitedForRoom)
            return bytes
        }
        report.sending = sending + times.sending
        report.receiving = receiving + times.receiving
        let waiting = channel.waited - waited
        report.waiting += waiting
        report.summing += monotonicSeconds() - begin - waiting - times.sending - times.receiving
    }

    func send(
        _ tag: Tag, _ numbers: Matrix, to peer: Int, within seconds: Double
    ) throws(WorkerFault) {
        do throws(ChannelError) {
            try channel.send(tag, numbers.bytes, to: peer, within: seconds)
        } catch { throw WorkerFault(error, of: number) }
    }

    func receive(
        _ tag: Tag, from peer: Int, within seconds: Double
    ) throws(WorkerFault) -> [UInt8] {
        do throws(ChannelError) {
            return try channel.receive(tag, from: peer, within: seconds)
        } catch { throw WorkerFault(error, of: number) }
    }

    private func accept(
        _ parcel: Parcel, _ bytes: [UInt8], from peer: Int
    ) throws(WorkerFault) {
        do {
            try bytes.withUnsafeBytes { try stage.accept(parcel, $0) }
        } catch {
            throw .failed(worker: peer, "\(error)")
        }
    }

    /// Adds as many numbers as in one sum; to be timed.
    func addOnce() { sum.addOnce() }
}

extension Parcel {
    var tag: Tag { Tag(content: content.rawValue, update: update, part: part) }
}

/// What messages are, beside the contents of parcels.
enum Message: UInt16 {
    /// A piece of a sum of gradients.
    case sum = 16
    /// There and back, to be timed.
    case ping
    /// What the coordinator asks for.
    case order
    /// A piece of a long message to or from the coordinator.
    case piece
    /// What a worker answers.
    case reply
}
