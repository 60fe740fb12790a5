import Channels

/// What a process is that `mpirun` has started: a worker, or the one that hands messages on between them
/// and the coordinator.
///
/// The coordinator has one process more than workers started, and talks through the pipes to them:
///
///     let (channel, mpirun) = try SocketChannel.relayed(
///         through: "mpirun",
///         ["-np", "3", "--oversubscribe", program, "worker", "--mpi"],
///         workers: 2, slots: slots, limit: limit)                  // endpoint 2, and the process
///
/// Each of these processes takes its seat; `mpirun`'s rank 0, which has its standard input and lies on
/// its machine, hands messages on, and worker k is rank k + 1:
///
///     switch try MPISeat.take(slots: slots, limit: limit) {
///     case .worker(let channel):
///         defer { channel.close(within: seconds) }                 // which ends MPI
///         let job = try channel.receive(tag, from: channel.workers, within: seconds)
///     case .relay(let relay): try relay.run(within: seconds)
///     }
///
/// As root, `mpirun` wants OMPI_ALLOW_RUN_AS_ROOT=1 and OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 in its
/// environment. Standard output is the relay's: workers write nothing to it.
package enum MPISeat {
    case worker(MPIChannel)
    case relay(MPIRelay)

    /// Starts MPI, once in a process.
    /// - Parameters:
    ///   - slots: the messages of one sender that are held for a receiver.
    ///   - limit: the longest message, in bytes.
    /// - Throws: `ChannelError.library`.
    package static func take(slots: Int, limit: Int) throws(ChannelError) -> MPISeat {
        let world = try MPIWorld()
        return world.rank == world.ranks - 1
            ? .relay(MPIRelay(world, slots: slots, limit: limit))
            : .worker(MPIChannel(world, slots: slots, limit: limit))
    }
}
