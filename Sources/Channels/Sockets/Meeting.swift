import Processes

/// The coordinator's side of bringing the workers of a run together over sockets.
///
/// The coordinator makes a meeting, hands its `invitation` to every worker it starts, in the worker's
/// job, and calls `gather`; each worker calls `SocketChannel.join`:
///
///     let meeting = try Meeting(.unix, workers: 2, slots: schedule.slots, limit: 1 << 24)
///     start(0, with: meeting.invitation)
///     start(1, with: meeting.invitation)
///     let channel = try meeting.gather(within: 30)        // endpoint 2
///
///     let channel = try SocketChannel.join(invitation, as: 0, within: 30)    // in worker 0
///
/// Nothing listens from then on, and nothing is left in the file system.
package final class Meeting {
    package let invitation: Invitation
    /// nil when the meeting is over.
    private var place: (door: Door, folder: PrivateFolder?)?

    /// Listens, on the loopback interface or in a new folder of this user's.
    /// - Parameters:
    ///   - slots: the messages of one sender that are held for a receiver.
    ///   - limit: the longest message, in bytes, below 2³².
    /// - Throws: `ChannelError.longPath`, `.system`.
    package init(
        _ kind: Invitation.Kind, workers: Int, slots: Int, limit: Int
    ) throws(ChannelError) {
        precondition(workers > 0 && slots > 0 && limit >> 32 == 0, "\(workers), \(slots), \(limit)")
        let folder = kind == .unix ? try PrivateFolder(endpoints: workers + 1) : nil
        var invitation = Invitation(
            kind: kind, folder: folder?.path ?? "", port: 0,
            token: (0..<16).map { _ in UInt8.random(in: .min ... .max) }, workers: workers,
            slots: slots, limit: limit)
        let door = try Door(workers, of: invitation)
        invitation.port = door.port
        self.invitation = invitation
        place = (door, folder)
    }

    /// Waits until all workers have joined, and ends the meeting.
    /// - Precondition: it has not ended.
    /// - Throws: `ChannelError.silent` with the first that is missing, `.gone` or `.refused` with one
    ///   that failed on the way.
    package func gather(within seconds: Double) throws(ChannelError) -> SocketChannel {
        guard let place else { preconditionFailure("the meeting is over") }
        defer { self.place = nil }
        let deadline = Deadline(within: seconds)
        let guests = try admitAll(at: place.door, deadline)
        let ports = guests.flatMap { [UInt8($0.port & 0xff), UInt8($0.port >> 8)] }
        for guest in guests {
            guest.connection.write(
                FrameHeader(
                    .welcome, from: invitation.workers, to: guest.number, length: ports.count),
                ports)
        }
        try awaitJoined(guests, deadline)
        return SocketChannel(
            endpoint: invitation.workers, invitation,
            connections: Dictionary(
                uniqueKeysWithValues: guests.map { ($0.number, $0.connection) }))
    }

    /// - Returns: the workers in their order.
    private func admitAll(at door: Door, _ deadline: Deadline) throws(ChannelError) -> [Door.Guest]
    {
        var missing = Set(0..<invitation.workers)
        var guests: [Door.Guest] = []
        while let first = missing.min() {
            for guest in door.admit(missing) {
                guests.append(guest)
                missing.remove(guest.number)
            }
            for guest in guests where try guest.connection.frame(from: guest.peer) != nil {
                throw .refused(guest.peer, .unexpected)
            }
            if missing.isEmpty { break }
            if deadline.isOver { throw .silent(.worker(first), seconds: deadline.seconds) }
            _ = poll(
                door.awaited + guests.flatMap { $0.connection.awaited(reads: true) },
                seconds: deadline.left)
        }
        return guests.sorted { $0.number < $1.number }
    }

    private func awaitJoined(_ guests: [Door.Guest], _ deadline: Deadline) throws(ChannelError) {
        var missing = guests
        while true {
            var others: [Door.Guest] = []
            for guest in missing {
                guest.connection.flush()
                guard let (header, _) = try guest.connection.frame(from: guest.peer) else {
                    others.append(guest)
                    continue
                }
                if header.kind != .joined { throw .refused(guest.peer, .unexpected) }
            }
            missing = others
            guard let first = missing.first else { return }
            if deadline.isOver { throw .silent(first.peer, seconds: deadline.seconds) }
            _ = poll(
                missing.flatMap { $0.connection.awaited(reads: true) }, seconds: deadline.left)
        }
    }
}
