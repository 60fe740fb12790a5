import Glibc

/// The seconds since some moment, the same for all processes of a machine.
package func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The moment until which something is waited for.
package struct Deadline {
    /// The time that it was given.
    package let seconds: Double
    /// The moment, in monotonic seconds.
    let moment: Double

    package init(within seconds: Double) {
        self.seconds = seconds
        moment = monotonicSeconds() + seconds
    }

    /// The seconds that are left; 0 afterwards.
    package var left: Double { max(0, moment - monotonicSeconds()) }
    package var isOver: Bool { left == 0 }
}
