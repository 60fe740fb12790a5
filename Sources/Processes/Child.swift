import Glibc

/// A program that runs for long beside this one: it is told by its standard input, which stays open,
/// and heard by its output. All calls return at once; `poll` over `awaited` tells when to make them.
///
/// Its standard input ends when this process does, however it ends. That is how it learns of it.
package final class Child {
    package let identifier: pid_t
    private var input: Descriptor?
    private var unsent: ArraySlice<UInt8>
    /// Its standard output and standard error together; nil when they have ended.
    private var output: Descriptor?
    private var end: (ending: Ending, usage: ProcessUsage)?

    /// Starts a program.
    /// - Parameters:
    ///   - program: a path, or a name found on the PATH.
    ///   - environment: the variables added to ours.
    ///   - input: the beginning of its standard input.
    ///   - inherited: descriptors that it has too, under their numbers.
    /// - Throws: when it cannot be started.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String],
        input bytes: [UInt8], inheriting inherited: [Int32] = []
    ) throws(ProcessError) {
        let input = try Descriptor.pipe()
        let output = try Descriptor.pipe()
        let launch = Launch(
            program: program, arguments: arguments, environment: environment,
            inherited: inherited)
        identifier = try launch.start(
            input: input.reading.number, output: output.writing.number,
            complaints: output.writing.number)
        input.writing.neverWait()
        output.reading.neverWait()
        self.input = input.writing
        self.output = output.reading
        unsent = bytes[...]
        send()
    }

    /// Starts a program with a standard input and output of its own, as the ends of pipes, and in a process
    /// group of its own, so that it hears of a terminal's interrupt from this process alone; of what it
    /// says only standard error is read here.
    /// - Parameters:
    ///   - streams: ours to hand over: they are closed when nobody else has them.
    ///   - environment: the variables added to ours.
    /// - Throws: when it cannot be started.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String],
        streams: (input: Descriptor, output: Descriptor)
    ) throws(ProcessError) {
        let complaints = try Descriptor.pipe()
        identifier = try Launch(
            program: program, arguments: arguments, environment: environment, isApart: true
        ).start(
            input: streams.input.number, output: streams.output.number,
            complaints: complaints.writing.number)
        complaints.reading.neverWait()
        output = complaints.reading
        unsent = []
    }

    /// The descriptors to wait for before the next call of `read`, in the form of `poll`.
    package var awaited: [(number: Int32, events: Int32)] {
        let reading = output.map { ($0.number, POLLIN) }
        let writing = unsent.isEmpty ? nil : input.map { ($0.number, POLLOUT) }
        return [reading, writing].compactMap { $0 }
    }

    /// Sends what is left of the input.
    package func send() {
        guard !unsent.isEmpty, let input else { return }
        guard let count = input.write(unsent) else { return closeInput() }
        unsent = unsent.dropFirst(count)
    }

    /// Ends its standard input.
    package func closeInput() {
        input = nil
        unsent = []
    }

    /// The next part of its output; nil when there is none now.
    package func read() -> [UInt8]? {
        guard let part = output?.read(upTo: 1 << 16) else { return nil }
        if part.isEmpty { output = nil }
        return part.isEmpty ? nil : part
    }

    /// Whether its output has ended: as a rule it ends itself at that moment.
    package var isSilent: Bool { output == nil }

    /// Sends a signal, unless it has ended.
    package func signal(_ signal: Int32) {
        if end == nil { kill(identifier, signal) }
    }

    /// How it ended and what it used; nil while it runs.
    package func ended() -> (ending: Ending, usage: ProcessUsage)? {
        if end == nil { end = reap(identifier, waiting: false) }
        return end
    }

    /// The resident memory now, in bytes; nil when it cannot be read.
    package var residentMemory: Int? {
        guard let file = open("/proc/\(identifier)/statm") else { return nil }
        let words = String(decoding: file.read(upTo: 256) ?? [], as: UTF8.self)
            .split(separator: " ")
        guard words.count > 1, let pages = Int(words[1]) else { return nil }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }

    private func open(_ path: String) -> Descriptor? {
        let number = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        return number < 0 ? nil : Descriptor(owning: number)
    }
}
