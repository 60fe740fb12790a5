import Processes

extension SocketChannel {
    /// Starts a program that hands messages on between this process, the coordinator, and workers: through
    /// its standard input and output, as `MPIRelay` does. The program ends when the channel is closed, and
    /// when this process ends.
    /// - Parameters:
    ///   - program: a path, or a name found on the PATH.
    ///   - environment: the variables added to ours.
    ///   - slots: the messages of one worker that are held here.
    ///   - limit: the longest message, in bytes, below 2³².
    /// - Returns: the coordinator's channel, and the program, of which what it says to standard error
    ///   has to be read now and then.
    /// - Throws: when it cannot be started.
    package static func relayed(
        through program: String, _ arguments: [String], environment: [String: String] = [:],
        workers: Int, slots: Int, limit: Int
    ) throws(ProcessError) -> (channel: SocketChannel, program: Child) {
        let (down, up) = (try Descriptor.pipe(), try Descriptor.pipe())
        let child = try Child(
            program, arguments, environment: environment, streams: (down.reading, up.writing))
        let connection = Connection(pipes: (up.reading, down.writing), limit: limit)
        return (SocketChannel(relay: connection, workers: workers, slots: slots), child)
    }
}
