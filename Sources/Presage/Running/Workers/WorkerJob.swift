import Channels
import Foundation
import Vocabulary
import Workers

/// The work of one worker's process: all that the command `worker` is told, on standard input.
struct WorkerJob: Codable {
    /// The canonical configuration, JSON.
    let configuration: String
    /// Where the others are to be found, and the worker's number among them; nil where Open MPI knows.
    let seat: Seat?
    /// The seconds after which a message that does not come is a fault.
    let patience: Double

    /// A worker's place among the others.
    struct Seat: Codable {
        let invitation: Invitation
        let worker: Int
    }

    /// Takes part in the training until the coordinator ends it.
    /// - Throws: `SettingError`, `Contradiction`, `DataError`, `ChannelError`, `WorkerFault`.
    func run() throws {
        guard let seat else { throw RunError.badJob("it has no seat") }
        let channel = try SocketChannel.join(
            seat.invitation, as: seat.worker, within: patience)
        let configuration = try Configuration(json: configuration)
        let (latency, bandwidth) = (configuration[.linkLatency], configuration[.linkBandwidth])
        guard latency > 0 || bandwidth > 0 else {
            return try Self.serve(configuration, channel, patience: patience)
        }
        try Self.serve(
            configuration,
            DelayedChannel(
                channel, latency: latency / 1e6,
                secondsPerByte: bandwidth > 0 ? 1 / (bandwidth * 1e6) : 0), patience: patience)
    }

    /// Takes part in the training through a channel until the coordinator ends it.
    static func serve(
        _ configuration: Configuration, _ channel: any Channel, patience: Double
    ) throws {
        let worker = Worker(
            try configuration.stage(of: channel.endpoint), Schedule(configuration.parallelism),
            channel)
        try WorkerLoop(worker, deadline: patience).run()
    }
}

extension WorkerJob {
    /// The job as one line of JSON.
    func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// Reads the JSON that `line` made.
    /// - Throws: `RunError.badJob` for anything else.
    init(json: String) throws(RunError) {
        self = try WorkerJob(job: json)
        let isInside =
            seat.map {
                $0.invitation.isPlausible && (0..<$0.invitation.workers).contains($0.worker)
            } ?? true
        guard isInside, CellTimes.timeouts.contains(patience) else {
            throw .badJob("worker \(seat?.worker ?? 0), patience \(patience)")
        }
    }
}
