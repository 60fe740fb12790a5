import Glibc

/// The seconds since some moment, the same for all processes of a machine.
package func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The moment until which something is waited for.
struct Deadline {
    /// The time that it was given.
    let seconds: Double
    /// The moment, in monotonic seconds.
    let moment: Double

    init(within seconds: Double) {
        self.seconds = seconds
        moment = monotonicSeconds() + seconds
    }

    /// The seconds that are left; 0 afterwards.
    var left: Double { max(0, moment - monotonicSeconds()) }
    var isOver: Bool { left == 0 }
}
