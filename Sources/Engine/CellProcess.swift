import Foundation
import Processes

/// The bounds of what a cell may use; nil is none.
package struct CellLimits: Sendable, Hashable {
    /// Wall time, in seconds.
    package var seconds: Double?
    /// Resident memory, in bytes.
    package var memory: Int?

    /// The time between being asked to end and being killed, in seconds: there may be a checkpoint to
    /// write.
    var grace = 10.0

    package init(seconds: Double? = nil, memory: Int? = nil) {
        self.seconds = seconds
        self.memory = memory
    }
}

/// A cell running as a process of its own, so that whatever happens to it happens to it alone.
final class CellProcess {
    /// How the process ended, for the sweep.
    enum Outcome: Equatable {
        /// It says that the cell's file is written; if that is not so, this is the failure.
        case written(otherwise: String)
        case failed(String)
        case cannotWrite(String)
        /// Stopped as asked, with its last words.
        case stopped(String?)
    }

    private let child: Child
    private let limits: CellLimits
    private var log = CellLog()
    /// The limit that is exceeded, in words.
    private var excess: String?
    private var killTime: Double?
    /// The time since its start in which this program was running too, in seconds.
    private(set) var seconds = 0.0

    /// - Parameter arguments: the program first.
    /// - Throws: when it cannot be started.
    init(
        _ arguments: [String], environment: [String: String], input: String, inheriting: [Int32],
        limits: CellLimits
    ) throws(ProcessError) {
        self.limits = limits
        // A crash is then reported in the line that names its cause, not in pages of addresses.
        let environment = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        child = try Child(
            arguments[0], Array(arguments.dropFirst()), environment: environment,
            input: Array(input.utf8), inheriting: inheriting)
    }

    var awaited: [(number: Int32, events: Int32)] { child.awaited }

    /// The seconds after which `advance` should be called though nothing was heard.
    var patience: Double {
        if child.isSilent { return 0.001 }
        let deadline = (killTime ?? limits.seconds).map { max($0 - seconds, 0) + 0.001 }
        return min(deadline ?? 1, limits.memory == nil ? 1 : 0.1)
    }

    /// Asks the cell to stop: it saves where it stands.
    func stop() {
        child.closeInput()
        child.signal(SIGTERM)
    }

    func kill() { child.signal(SIGKILL) }

    /// Hears what the cell says and holds it to its limits.
    /// - Parameter elapsed: seconds since the last call.
    /// - Returns: the latest share done, when it told one, and how it ended; nil while it runs.
    func advance(by elapsed: Double) -> (share: Double?, outcome: Outcome?) {
        seconds += elapsed
        child.send()
        var share: Double?
        // One that talks without end must not keep the others from being heard.
        for _ in 0..<4 {
            guard let part = child.read() else { break }
            share = log.append(part) ?? share
        }
        guard let (ending, usage) = child.ended() else {
            checkLimits()
            return (share, nil)
        }
        while let part = child.read() { _ = log.append(part) }
        return (share, outcome(ending, peakMemory: usage.peakMemory))
    }

    /// The end of all that the cell said.
    var said: [UInt8] { log.contents }

    private func checkLimits() {
        if let killTime {
            if seconds >= killTime { kill() }
            return
        }
        if let limit = limits.seconds, seconds >= limit {
            excess = "exceeded the time limit of \(clockTime(limit))"
        } else if let limit = limits.memory, let used = child.residentMemory, used > limit {
            excess = "exceeded the memory limit of \(bytesText(limit)) with \(bytesText(used))"
        }
        guard excess != nil else { return }
        stop()
        killTime = seconds + limits.grace
    }

    private func outcome(_ ending: Ending, peakMemory: Int) -> Outcome {
        let words = log.lastWords
        return switch ending {
        case .exited(0): .written(otherwise: excess ?? "ended without a result")
        case .exited(CellExitCode.cannotWrite): .cannotWrite(words ?? "nothing can be written")
        case _ where excess != nil: .failed(excess ?? "")
        case .exited(CellExitCode.stopped): .stopped(words)
        case .exited(let code): .failed(words ?? "ended with exit code \(code)")
        case .signalled(let number):
            .failed(
                "killed by signal \(number) (\(signalMeaning(number))peak memory "
                    + "\(bytesText(peakMemory)))" + (words.map { ", after: \($0)" } ?? ""))
        }
    }
}

/// The exit codes by which a cell's process tells the sweep how it ended; 0 is a cell file written, 2
/// no job.
package enum CellExitCode {
    /// The cell failed, for the reason on standard error.
    package static let failed: Int32 = 1
    /// Results cannot be written, for the reason on standard error: `EX_IOERR`.
    package static let cannotWrite: Int32 = 74
    /// Stopped as asked; the cell can be resumed: `EX_TEMPFAIL`.
    package static let stopped: Int32 = 75
}

/// What a signal says about its cause, as far as it does.
private func signalMeaning(_ signal: Int32) -> String {
    switch signal {
    case SIGKILL: "the system ends processes so when memory runs out; "
    case SIGILL, SIGTRAP: "the program found a fault in itself or got no memory; "
    case SIGSEGV, SIGBUS: "a fault of the program, or no memory or disk behind an address; "
    case SIGABRT: "the program gave up; "
    case SIGXCPU: "out of processor time (ulimit -t); "
    case SIGXFSZ: "a file larger than allowed (ulimit -f); "
    default: ""
    }
}

/// An amount of memory: `512 MiB`, `3.1 GiB`.
package func bytesText(_ bytes: Int) -> String {
    let mebibytes = Double(bytes) / 1_048_576
    guard mebibytes >= 1024 else { return "\(Int(mebibytes.rounded())) MiB" }
    return "\((mebibytes / 1024 * 10).rounded() / 10) GiB"
}
