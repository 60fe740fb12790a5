import Channels
import Foundation
import MPIChannels

// A worker of a test, or what hands on its messages: it passes on what the coordinator gives it around
// the ring, and gives the coordinator what comes from the worker before, until it is given nothing.

let words = CommandLine.arguments.dropFirst().compactMap { Int($0) }
do {
    switch try MPISeat.take(slots: words[0], limit: words[1]) {
    case .relay(let relay): try relay.run(within: 4)
    case .worker(let channel):
        defer { channel.close(within: 10) }
        let (own, workers) = (channel.endpoint, channel.workers)
        for update in 0... {
            let tag = Tag(content: 1, update: update)
            let bytes = try channel.receive(tag, from: workers, within: 20)
            // One of them dies on the way.
            if bytes == [6, 6, 6] { kill(getpid(), SIGKILL) }
            if bytes == [5, 5, 5] { exit(3) }
            if bytes.isEmpty { break }
            try bytes.withUnsafeBytes {
                try channel.send(tag, $0, to: (own + 1) % workers, within: 20)
            }
            let others = try channel.receive(
                tag, from: (own + workers - 1) % workers, within: 20)
            try others.withUnsafeBytes { try channel.send(tag, $0, to: workers, within: 20) }
        }
    }
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
