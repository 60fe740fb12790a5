import Channels
import Foundation
import Vocabulary
import Workers

/// The work of one worker's process: all that the command `worker` is told, on standard input.
struct WorkerJob: Codable {
    /// The canonical configuration, JSON.
    let configuration: String
    /// Where the others are to be found.
    let invitation: Invitation
    /// The worker's number.
    let worker: Int
    /// The seconds after which a message that does not come is a fault.
    let patience: Double

    /// Takes part in the training until the coordinator ends it.
    /// - Throws: `SettingError`, `Contradiction`, `DataError`, `ChannelError`, `WorkerFault`.
    func run() throws {
        let channel = try SocketChannel.join(invitation, as: worker, within: patience)
        try Self.serve(
            Configuration(json: configuration), channel, patience: patience)
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
        do { self = try JSONDecoder().decode(WorkerJob.self, from: Data(json.utf8)) } catch {
            throw .badJob("\(error)")
        }
        guard (0..<invitation.workers).contains(worker), CellTimes.timeouts.contains(patience)
        else { throw .badJob("worker \(worker) of \(invitation.workers), patience \(patience)") }
    }
}
