import Processes

extension SocketChannel {
    /// Joins a meeting, and returns when this worker is connected with the coordinator and both of its
    /// neighbours; the workers stand in a ring.
    /// - Parameters:
    ///   - number: this worker's.
    /// - Throws: `ChannelError`; `.gone(.coordinator)` when the meeting is over.
    package static func join(
        _ invitation: Invitation, as number: Int, within seconds: Double
    ) throws(ChannelError) -> SocketChannel {
        let deadline = Deadline(within: seconds)
        let workers = invitation.workers
        let (before, after) = ((number + workers - 1) % workers, (number + 1) % workers)
        // Of two workers the first connects; one alone has no neighbour.
        let connects = workers > 2 || (workers == 2 && number == 0)
        let awaits = workers > 2 || (workers == 2 && number == 1)
        let door = try Door(number, of: invitation)
        let coordinator = try Door.knock(
            at: workers, port: invitation.port, of: invitation, as: number,
            listeningAt: door.port, answer: 2 * workers, deadline)
        let ports = try awaitWelcome(coordinator, deadline)
        guard ports.count == 2 * workers else { throw .refused(.coordinator, .unexpected) }
        coordinator.widen(to: invitation.limit)

        var connections = [workers: coordinator]
        if connects {
            let port = UInt16(ports[2 * after]) | UInt16(ports[2 * after + 1]) << 8
            let connection = try Door.knock(
                at: after, port: port, of: invitation, as: number, listeningAt: 0, answer: 0,
                deadline)
            connection.widen(to: invitation.limit)
            connections[after] = connection
        }
        while awaits {
            if let guest = door.admit([before]).first {
                connections[before] = guest.connection
                break
            }
            // The coordinator's end is that of the meeting.
            if try coordinator.frame(from: .coordinator) != nil {
                throw .refused(.coordinator, .unexpected)
            }
            if deadline.isOver { throw .silent(.worker(before), seconds: seconds) }
            _ = poll(door.awaited + coordinator.awaited(reads: true), seconds: deadline.left)
        }
        coordinator.write(FrameHeader(.joined, from: number, to: workers, length: 0), [])
        return SocketChannel(endpoint: number, invitation, connections: connections)
    }
    private static func awaitWelcome(
        _ coordinator: Connection, _ deadline: Deadline
    ) throws(ChannelError) -> [UInt8] {
        while true {
            coordinator.flush()
            if let (header, bytes) = try coordinator.frame(from: .coordinator) {
                guard header.kind == .welcome else { throw .refused(.coordinator, .unexpected) }
                return bytes
            }
            if deadline.isOver { throw .silent(.coordinator, seconds: deadline.seconds) }
            _ = poll(coordinator.awaited(reads: true), seconds: deadline.left)
        }
    }
}
