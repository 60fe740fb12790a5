import Channels
import Foundation
import Tensor
import Vocabulary
import Workers

/// The workers of a cell, started and led by the cell's process.
final class WorkerTeam {
    private let crew: Crew
    private let processes: WorkerProcesses?
    /// What the parts of an update cost, measured before the first.
    let costs: MeasuredCosts
    /// What single workers have besides what all have together.
    private(set) var own: [StatePart]

    /// The rounds of measuring costs.
    static let calibrationRounds = 15

    /// Starts the workers and measures what their works cost.
    /// - Parameters:
    ///   - largestMessage: the bytes of the longest parcel.
    ///   - own: what single workers had of a run that goes on.
    ///   - patience: the seconds for which a worker may be silent.
    /// - Throws: `TeamFault`, `ProcessError`, `ChannelError`.
    init(
        _ configuration: Configuration, largestMessage: Int, own: [StatePart], patience: Double
    ) throws {
        let workers = configuration[.workers]
        let slots = Schedule(configuration.parallelism).slots
        let limit = max(longestPiece, largestMessage) + DelayedChannel.overhead
        func meet(_ kind: Invitation.Kind) throws -> (any Channel, WorkerProcesses) {
            let meeting = try Meeting(kind, workers: workers, slots: slots, limit: limit)
            let lines = try (0..<workers).map {
                try WorkerJob(
                    configuration: configuration.json,
                    seat: .init(invitation: meeting.invitation, worker: $0), patience: patience
                ).line()
            }
            let processes = try WorkerProcesses(
                [CommandWords.executable, "worker"], lines)
            do { return (try meeting.gather(within: patience), processes) } catch {
                throw TeamFault(error, processes)
            }
        }
        let channel: any Channel
        switch configuration[.link] {
        case .memory:
            channel = try Self.threads(configuration, slots: slots, patience: patience)
            processes = nil
        case .unix: (channel, processes) = try meet(.unix)
        case .tcp: (channel, processes) = try meet(.tcp)
        case .mpi:
            #if MPI
                let (own, mpirun) = try MPIWorkers.start(
                    configuration, limit: limit, patience: patience)
                (channel, processes) = (own, WorkerProcesses([("mpirun", mpirun)], grace: 3))
            #else
                throw RunError.withoutMPI
            #endif
        }
        crew = Crew(channel, deadline: patience) { StopRequest.ofThisProcess.reason != nil }
        self.own = own
        do { costs = try crew.calibrate(rounds: Self.calibrationRounds) } catch {
            throw TeamFault(error, processes)
        }
    }

    /// Starts a thread for each worker.
    private static func threads(
        _ configuration: Configuration, slots: Int, patience: Double
    ) throws -> any Channel {
        let channels = MemoryChannel.make(workers: configuration[.workers], slots: slots)
        for channel in channels.dropLast() {
            Thread {
                // What goes wrong the coordinator hears of, or sees the channel closed.
                try? WorkerJob.serve(configuration, channel, patience: patience)
            }.start()
        }
        return channels[channels.count - 1]
    }

    /// Has all workers take over what is learned.
    func give(_ learned: any Resumable & AnyObject) throws {
        let state = StateTransfer()
        try learned.transferAll(state)
        try guarded { () throws(WorkerFault) in
            try crew.push(CrewState(common: state.parts, own: own))
        }
    }

    /// Trains for a round.
    func run(_ round: Range<Int>) throws -> [WorkerReport] {
        try guarded { () throws(WorkerFault) in try crew.run(round) }
    }

    /// Takes over what the workers have learned.
    func take(_ learned: any Resumable & AnyObject) throws {
        let state = try guarded { () throws(WorkerFault) in try crew.pull() }
        let transfer = StateTransfer(restoring: state.common)
        try learned.transferAll(transfer)
        try transfer.end()
        own = state.own
    }

    /// Does something with the workers; a fault is told with how the process ended.
    private func guarded<Result>(
        _ body: () throws(WorkerFault) -> Result
    ) throws(TeamFault) -> Result {
        do {
            processes?.hear()
            return try body()
        } catch { throw TeamFault(error, processes) }
    }

    /// Has the workers end.
    func end() {
        crew.end()
        processes?.end(within: 1)
    }
}

extension Resumable where Self: AnyObject {
    /// Transfers the state of an object that is known by its protocol alone.
    fileprivate func transferAll(_ state: StateTransfer) throws(StateMismatch) {
        var object = self
        try object.transfer(state)
    }
}

/// A worker's end, or its silence, after which a cell cannot go on.
struct TeamFault: Error, CustomStringConvertible {
    /// What was wrong, in a line that names the worker.
    let description: String

    /// A fault, told by how the worker's process ended where that is known.
    init(_ error: any Error, _ processes: WorkerProcesses?) {
        description = processes?.ending(within: 0.3) ?? "\(error)"
    }
}
