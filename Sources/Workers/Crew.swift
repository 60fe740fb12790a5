import Channels
import Tensor

/// The workers of a run, as their coordinator sees them: it asks, they answer.
///
/// A worker that has ended is found at once, one that is silent within the deadline. After a fault no
/// more can be asked but the end.
package final class Crew {
    private let channel: any Channel
    private let deadline: Double
    private let isStopped: () -> Bool
    private var number = 0

    /// - Parameters:
    ///   - channel: the coordinator's endpoint.
    ///   - deadline: the seconds for which a worker may give no sign of life.
    ///   - isStopped: asked now and then; answers are not waited for any longer once it says so.
    package init(
        _ channel: any Channel, deadline: Double, isStopped: @escaping () -> Bool = { false }
    ) {
        self.channel = channel
        self.deadline = deadline
        self.isStopped = isStopped
    }

    private var workers: Range<Int> { 0..<channel.workers }

    /// Measures what works and messages cost, all workers at work at the same time. What they have
    /// learned is spoilt: `push` a state afterwards.
    /// - Parameter rounds: how often each is measured; the medians count.
    package func calibrate(rounds: Int) throws(WorkerFault) -> MeasuredCosts {
        try order(.calibrate(rounds: rounds))
        let measured = try answers { reply in
            if case .measured(let costs) = reply { costs } else { nil }
        }
        return WorkerCosts.merge(measured)
    }

    /// Has every worker take over a state.
    package func push(_ state: CrewState) throws(WorkerFault) {
        try order(.push)
        for worker in workers {
            do throws(ChannelError) {
                try channel.sendLong(
                    StateBytes.encode(state.parts(of: worker)), order: number, to: worker,
                    within: deadline)
            } catch { throw WorkerFault(error, of: worker) }
        }
        try awaitDone()
    }

    /// Trains for some updates.
    /// - Parameter round: the updates, counted from the beginning of training; at most
    ///   `Schedule.longestRound`.
    /// - Returns: the reports, by worker.
    package func run(_ round: Range<Int>) throws(WorkerFault) -> [WorkerReport] {
        try order(.round(round))
        return try answers { reply in
            if case .trained(let report) = reply { report } else { nil }
        }
    }

    /// The state that the workers have together.
    package func pull() throws(WorkerFault) -> CrewState {
        try order(.pull)
        try awaitDone()
        var state = CrewState(common: [])
        for worker in workers {
            let bytes: [UInt8]?
            do throws(ChannelError) {
                bytes = try channel.receiveLong(order: number, from: worker, within: deadline)
            } catch { throw WorkerFault(error, of: worker) }
            guard let bytes, let parts = try? StateBytes.decode(bytes) else {
                throw .failed(worker: worker, "it sent a state that cannot be read")
            }
            state.add(parts, of: worker)
        }
        return state
    }

    /// Has the workers end, those that can be reached.
    package func end() { try? order(.end) }

    /// Asks all workers; one that cannot be reached does not keep others from being asked.
    private func order(_ order: Order) throws(WorkerFault) {
        number += 1
        guard let bytes = try? Wire.encode(order) else { throw .abandoned }
        var fault: WorkerFault?
        for worker in workers {
            do throws(ChannelError) {
                try channel.send(
                    Tag(content: Message.order.rawValue, update: number), bytes, to: worker,
                    within: deadline)
            } catch { fault = fault ?? WorkerFault(error, of: worker) }
        }
        if let fault { throw fault }
    }

    private func awaitDone() throws(WorkerFault) {
        _ = try answers { reply in if case .done = reply { true } else { nil } }
    }

    /// Waits for the answers of all workers, by turns, so that none ends unnoticed.
    private func answers<Answer>(
        _ answer: (Reply) -> Answer?
    ) throws(WorkerFault) -> [Answer] {
        var waiting = workers.map { Awaited(worker: $0) }
        var answers: [Int: Answer] = [:]
        var faults: [WorkerFault] = []
        var end = Double.infinity
        while !waiting.isEmpty && monotonicSeconds() < end {
            if isStopped() { throw .interrupted }
            for index in waiting.indices.reversed() {
                let worker = waiting[index].worker
                do throws(WorkerFault) {
                    guard let reply = try poll(&waiting[index]) else { continue }
                    if case .failed(let fault) = reply { throw fault }
                    guard let answer = answer(reply) else {
                        throw .failed(worker: worker, "it answered what was not asked")
                    }
                    answers[worker] = answer
                } catch {
                    faults.append(error)
                    end = min(end, monotonicSeconds() + Self.grace)
                }
                waiting.remove(at: index)
            }
        }
        let silent = Set(waiting.map(\.worker))
        if let fault = Self.root(of: faults, silent: silent) { throw fault }
        return workers.compactMap { answers[$0] }
    }

    /// A worker whose answer is awaited.
    private struct Awaited {
        let worker: Int
        /// The answers of this order so far.
        var answers = 0
        var latest = monotonicSeconds()
    }

    /// Seconds for which one worker is listened to at a time.
    private static let turn = 0.02
    /// Seconds after a fault in which others may say what they know of it.
    private static let grace = 0.5

    /// Listens to a worker for a moment.
    /// - Returns: nil when it has nothing to say but that it is at work.
    private func poll(_ awaited: inout Awaited) throws(WorkerFault) -> Reply? {
        let bytes: [UInt8]
        do throws(ChannelError) {
            bytes = try channel.receive(
                Tag(content: Message.reply.rawValue, update: number, part: awaited.answers),
                from: awaited.worker, within: Self.turn)
        } catch {
            if case .silent = error, monotonicSeconds() - awaited.latest < deadline { return nil }
            if case .silent = error { throw .silent(worker: awaited.worker, seconds: deadline) }
            throw WorkerFault(error, of: awaited.worker)
        }
        guard let reply: Reply = try? Wire.decode(bytes) else {
            throw .failed(worker: awaited.worker, "its answer cannot be read")
        }
        (awaited.answers, awaited.latest) = (awaited.answers + 1, monotonicSeconds())
        if case .working = reply { return nil }
        return reply
    }

    /// The fault that the others follow from: of a worker that itself says nothing, before that of one
    /// which could still tell that it waits in vain.
    private static func root(of faults: [WorkerFault], silent: Set<Int>) -> WorkerFault? {
        func isGone(_ fault: WorkerFault) -> Bool { if case .gone = fault { true } else { false } }
        return faults.first(where: isGone)
            ?? faults.first { fault in fault.worker.map(silent.contains) ?? false }
            ?? faults.first
    }
}
