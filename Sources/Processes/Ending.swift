import Glibc

/// How a process ended.
package enum Ending: Hashable, Sendable {
    /// It ended itself, with this exit code.
    case exited(Int32)
    case signalled(Int32)

    /// - Parameter status: as `wait4` gives it.
    init(status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal)
    }
}

/// What a process has used.
package struct ProcessUsage: Hashable, Sendable {
    /// The largest resident memory, in bytes.
    package let peakMemory: Int
    /// The time of the processors, in seconds.
    package let processorSeconds: Double

    init(_ usage: rusage) {
        func seconds(_ time: timeval) -> Double {
            Double(time.tv_sec) + Double(time.tv_usec) / 1e6
        }
        peakMemory = usage.ru_maxrss * 1024
        processorSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}

/// Takes notice of the end of a process.
/// - Parameter waiting: whether to wait for it.
/// - Returns: nil while it runs.
func reap(_ identifier: pid_t, waiting: Bool) -> (ending: Ending, usage: ProcessUsage)? {
    var status: Int32 = 0
    var usage = rusage()
    var result: pid_t
    repeat {
        result = wait4(identifier, &status, waiting ? 0 : WNOHANG, &usage)
    } while result < 0 && errno == EINTR
    // Without such a process there is nothing to wait for.
    if result < 0 { return (.signalled(SIGKILL), ProcessUsage(usage)) }
    return result == 0 ? nil : (Ending(status: status), ProcessUsage(usage))
}
