import Glibc

/// A program that was started for an answer, and has ended.
package struct FinishedProcess: Sendable {
    /// How a process with a deadline ended.
    package enum Ending: Hashable, Sendable {
        /// It ended itself, with this exit code.
        case exited(Int32)
        case signalled(Int32)
        /// It did not end in time and was killed.
        case timedOut

        init(_ ending: Processes.Ending) {
            self =
                switch ending {
                case .exited(let code): .exited(code)
                case .signalled(let number): .signalled(number)
                }
        }
    }

    package let ending: Ending
    /// What it wrote to its standard output, up to the limit.
    package let output: [UInt8]
    /// What it wrote to its standard error, up to the limit.
    package let complaints: [UInt8]

    /// Runs a program to its end. Both of its outputs are read while it reads its input, so that no
    /// amount of either holds the other up.
    /// - Parameters:
    ///   - program: a path, or a name found on the PATH.
    ///   - input: its standard input, which may end unread.
    ///   - environment: the variables added to ours.
    ///   - seconds: the time after which it is asked to end, and killed a second later.
    ///   - outputLimit: the bytes kept of each output; what is beyond is read and dropped.
    /// - Throws: when it cannot be started.
    package static func run(
        _ program: String, _ arguments: [String], input: [UInt8] = [],
        environment: [String: String] = [:], within seconds: Double, outputLimit: Int
    ) throws(ProcessError) -> FinishedProcess {
        let start = ContinuousClock.now
        var exchange = try Exchange(
            Launch(program: program, arguments: arguments, environment: environment),
            input: input, limit: outputLimit)
        var signals = [(after: seconds, signal: SIGTERM), (after: seconds + 1, signal: SIGKILL)]
        var isLate = false
        while true {
            let elapsed = (ContinuousClock.now - start) / .seconds(1)
            if let next = signals.first, elapsed >= next.after {
                kill(exchange.identifier, next.signal)
                signals.removeFirst()
                isLate = true
            }
            let untilSignal = signals.first.map { $0.after - elapsed } ?? 0.1
            if exchange.isOver {
                // Both outputs are closed: as a rule the process ends at that moment.
                if let (ending, _) = reap(exchange.identifier, waiting: signals.isEmpty) {
                    return exchange.finished(isLate ? .timedOut : .init(ending))
                }
                usleep(1000)
            } else if !exchange.advance(within: min(untilSignal, 0.1)) || signals.isEmpty,
                let (ending, _) = reap(exchange.identifier, waiting: false)
            {
                // What it started in turn may hold the outputs open, or write, for ever: what a
                // pipe holds is read.
                for _ in 0..<32 where exchange.advance(within: 0) {}
                return exchange.finished(isLate ? .timedOut : .init(ending))
            }
        }
    }
}

/// The streams of a running program.
private struct Exchange {
    let identifier: pid_t
    private var input: Descriptor?
    private var unsent: ArraySlice<UInt8>
    private var output: Collected
    private var complaints: Collected

    init(_ launch: Launch, input bytes: [UInt8], limit: Int) throws(ProcessError) {
        let input = try Descriptor.pipe()
        let output = try Descriptor.pipe()
        let complaints = try Descriptor.pipe()
        identifier = try launch.start(
            input: input.reading.number, output: output.writing.number,
            complaints: complaints.writing.number)
        input.writing.neverWait()
        self.input = bytes.isEmpty ? nil : input.writing
        unsent = bytes[...]
        self.output = Collected(output.reading, limit: limit)
        self.complaints = Collected(complaints.reading, limit: limit)
    }

    /// Whether both outputs have ended.
    var isOver: Bool { output.source == nil && complaints.source == nil }

    /// Waits for the streams, writes and reads once.
    /// - Returns: whether anything could be done.
    mutating func advance(within seconds: Double) -> Bool {
        var awaited: [(number: Int32, events: Int32)] = []
        // The system leaves negative numbers out.
        awaited.append((input?.number ?? -1, POLLOUT))
        awaited.append((output.source?.number ?? -1, POLLIN))
        awaited.append((complaints.source?.number ?? -1, POLLIN))
        let ready = poll(awaited, seconds: seconds)
        if ready[0], let sent = input?.write(unsent.prefix(1 << 16)) {
            unsent = unsent.dropFirst(sent)
            if unsent.isEmpty { input = nil }
        } else if ready[0] {
            input = nil
        }
        if ready[1] { output.read() }
        if ready[2] { complaints.read() }
        return ready.contains(true)
    }

    func finished(_ ending: FinishedProcess.Ending) -> FinishedProcess {
        FinishedProcess(ending: ending, output: output.bytes, complaints: complaints.bytes)
    }
}

/// The first bytes of a stream.
private struct Collected {
    /// nil when it has ended.
    private(set) var source: Descriptor?
    private(set) var bytes: [UInt8] = []
    private let limit: Int

    init(_ source: Descriptor, limit: Int) {
        source.neverWait()
        self.source = source
        self.limit = limit
    }

    mutating func read() {
        guard let part = source?.read(upTo: 1 << 16) else { return }
        if part.isEmpty { source = nil }
        bytes += part.prefix(limit - bytes.count)
    }
}
