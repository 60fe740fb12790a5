import Foundation
import Processes
import Synchronization

/// A request to end early, which a run looks at between windows, batches and pieces of measurements.
final class StopRequest: Sendable {
    /// What asked for the stop.
    enum Reason: Hashable, Sendable {
        /// A signal, by its number.
        case signal(Int32)
        /// Standard input came to its end: whoever started this process is gone or wants no more.
        case endOfInput
    }

    /// The request made of this process as a whole.
    static let ofThisProcess = StopRequest()

    private static let endOfInput: Int32 = -1
    /// 0: none; else the first reason there was.
    private let number = Atomic<Int32>(0)

    /// What asked for the stop; nil while nothing has.
    var reason: Reason? {
        switch number.load(ordering: .relaxed) {
        case 0: nil
        case Self.endOfInput: .endOfInput
        case let signal: .signal(signal)
        }
    }

    /// Asks for the stop; the first reason stays.
    func make(_ reason: Reason) {
        let number =
            switch reason {
            case .signal(let signal): signal
            case .endOfInput: Self.endOfInput
            }
        _ = self.number.compareExchange(expected: 0, desired: number, ordering: .relaxed)
    }

    /// Does nothing until a stop is asked for.
    /// - Throws: `Stopped`.
    func check() throws(Stopped) {
        if let reason { throw Stopped(reason: reason) }
    }
}

/// A run was asked to end before its work was done; it can go on later.
struct Stopped: Error, Hashable {
    let reason: StopRequest.Reason
}

extension StopRequest {
    /// Turns SIGTERM, SIGINT and SIGHUP into a request.
    static func watchSignals() {
        // Made here, so that a handler finds it made.
        _ = ofThisProcess.reason
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { StopRequest.ofThisProcess.make(.signal($0)) }
        action.sa_flags = SA_RESTART
        var watched = sigset_t()
        sigemptyset(&watched)
        // What the caller ignores, as nohup does, stays ignored.
        for number in [SIGTERM, SIGINT, SIGHUP] where !isIgnored(number) {
            sigaction(number, &action, nil)
            sigaddset(&watched, number)
        }
        // Whoever started this process may have blocked them, and a process inherits that.
        pthread_sigmask(SIG_UNBLOCK, &watched, nil)
    }

    /// Takes the end of standard input as a request.
    static func watchInput() { whenInputEnds { ofThisProcess.make(.endOfInput) } }

    /// Does something at the end of standard input; what comes before it is read and left aside.
    static func whenInputEnds(_ body: @escaping @Sendable () -> Void) {
        Thread {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                if count == 0 || (count < 0 && errno != EINTR) { break }
            }
            body()
        }.start()
    }
}
