import CProcesses
import Glibc

/// The signals that ask this process to stop (SIGINT, SIGTERM, SIGHUP), taken in turn by who waits
/// for them rather than ending the process wherever it stands.
///
/// They are held back in the thread that makes this and in those that it starts: it is made before
/// any other thread but those of Dispatch, which hold them back themselves.
package final class StopSignals {
    package static let all = [SIGINT, SIGTERM, SIGHUP]

    private let descriptor: Descriptor?
    private var previous = sigset_t()

    package init() {
        var signals = sigset_t()
        sigemptyset(&signals)
        // What the caller ignores, as nohup does, stays ignored: held back it would arrive.
        for signal in Self.all where !isIgnored(signal) { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, &previous)
        let number = cprocesses_signal_descriptor(&signals)
        descriptor = number < 0 ? nil : Descriptor(owning: number)
        // Without one, signals end the process as they do by default.
        if number < 0 { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    }

    /// Lets the signals do again what they do by default. Those that have arrived and were not taken
    /// do it now.
    package func end() { pthread_sigmask(SIG_SETMASK, &previous, nil) }

    /// The descriptor to wait for, in the form of `poll`.
    package var awaited: [(number: Int32, events: Int32)] {
        descriptor.map { [($0.number, POLLIN)] } ?? []
    }

    /// The next signal that has arrived; nil when none has.
    package func next() -> Int32? {
        guard let descriptor else { return nil }
        let signal = cprocesses_next_signal(descriptor.number)
        return signal == 0 ? nil : signal
    }
}

/// Whether this process ignores a signal.
package func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        == unsafeBitCast(SIG_IGN, to: Int.self)
}
