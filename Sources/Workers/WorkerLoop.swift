import Channels
import Tensor

/// Serves the orders of the coordinator until there are no more.
package final class WorkerLoop {
    private let worker: Worker
    private let channel: any Channel
    private let deadline: Double
    /// The order that is served, and its answers so far.
    private var number = 0
    private var answers = 0
    private var latestAnswer = 0.0

    /// - Parameter deadline: the seconds within which the coordinator is to know of a peer that is
    ///   silent; the same for all.
    package init(_ worker: Worker, deadline: Double) {
        self.worker = worker
        channel = worker.channel
        self.deadline = deadline
    }

    /// Serves orders; returns when the coordinator asks for the end.
    /// - Throws: `WorkerFault`: its own or that of another worker, which the coordinator has been told
    ///   where it could be, or `.abandoned` when there is no coordinator any more.
    package func run() throws(WorkerFault) {
        while true {
            let order = try next()
            if order == .end { return }
            do throws(WorkerFault) {
                try serve(order)
            } catch {
                try answer(.failed(error))
                // Others are not to find this worker gone before they know what the matter is.
                _ = try? next(within: deadline)
                throw error
            }
        }
    }

    private var coordinator: Int { channel.workers }

    /// Waits for the next order, for as long as there is a coordinator.
    private func next(within seconds: Double = .infinity) throws(WorkerFault) -> Order {
        let end = monotonicSeconds() + seconds
        while true {
            let bytes: [UInt8]
            do throws(ChannelError) {
                bytes = try channel.receive(
                    Tag(content: Message.order.rawValue, update: number + 1), from: coordinator,
                    within: min(deadline, seconds))
            } catch {
                if case .silent = error, monotonicSeconds() < end { continue }
                throw WorkerFault(error, of: worker.number)
            }
            number += 1
            answers = 0
            latestAnswer = monotonicSeconds()
            guard let order: Order = try? Wire.decode(bytes) else { throw .abandoned }
            return order
        }
    }

    private func serve(_ order: Order) throws(WorkerFault) {
        switch order {
        case .calibrate(let rounds):
            let calibration = Calibration(worker, order: number, within: deadline)
            let costs = try calibration.measure(rounds: rounds) { () throws(WorkerFault) in
                try showLife()
            }
            try answer(.measured(costs))
        case .push: try push()
        case .round(let round):
            let report = try worker.run(round, within: deadline / 2) { () throws(WorkerFault) in
                try showLife()
            }
            try answer(.trained(report))
        case .pull: try pull()
        case .end: break
        }
    }

    private func push() throws(WorkerFault) {
        let bytes: [UInt8]?
        do throws(ChannelError) {
            bytes = try channel.receiveLong(order: number, from: coordinator, within: deadline)
        } catch { throw WorkerFault(error, of: worker.number) }
        guard let bytes, let parts = try? StateBytes.decode(bytes) else {
            throw .failed(worker: worker.number, "a state that cannot be read")
        }
        do throws(StateMismatch) {
            let state = StateTransfer(restoring: parts)
            var stage = worker.stage
            try stage.transfer(state)
            try state.end()
        } catch { throw .failed(worker: worker.number, "the state of another run (\(error))") }
        try answer(.done)
    }

    private func pull() throws(WorkerFault) {
        let (common, own) = (StateTransfer(), StateTransfer())
        do throws(StateMismatch) {
            var stage = worker.stage
            try stage.transfer(common)
            try stage.transferOwn(own)
        } catch { throw .failed(worker: worker.number, "\(error)") }
        try answer(.done)
        let bytes = StateBytes.encode(
            common.parts + CrewState.named(own.parts, of: worker.number))
        do throws(ChannelError) {
            try channel.sendLong(bytes, order: number, to: coordinator, within: deadline)
        } catch { throw WorkerFault(error, of: worker.number) }
    }

    /// Tells the coordinator now and then that this worker is at work.
    private func showLife() throws(WorkerFault) {
        if monotonicSeconds() - latestAnswer > deadline / 8 { try answer(.working) }
    }

    private func answer(_ reply: Reply) throws(WorkerFault) {
        guard let bytes = try? Wire.encode(reply) else {
            throw .failed(worker: worker.number, "no words for \(reply)")
        }
        do throws(ChannelError) {
            try channel.send(
                Tag(content: Message.reply.rawValue, update: number, part: answers), bytes,
                to: coordinator, within: deadline)
        } catch { throw WorkerFault(error, of: worker.number) }
        answers += 1
        latestAnswer = monotonicSeconds()
    }
}
