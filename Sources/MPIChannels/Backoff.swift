import Channels
import Glibc
import Processes

/// Waits for what can only be asked for, at first by giving the core to others, then by short sleeps: a
/// core is not burnt, and what comes soon is found soon.
struct Backoff {
    private var tries = 0

    private static let yields = 64
    /// Seconds; twice as long each time.
    private static let (shortest, longest) = (20e-6, 500e-6)

    /// Waits a moment.
    /// - Parameter isAnything: begins anew, without waiting.
    mutating func wait(unless isAnything: Bool) {
        tries = isAnything ? 0 : tries + 1
        if isAnything { return }
        if tries <= Self.yields {
            sched_yield()
        } else {
            sleepExactly(
                min(Self.longest, Self.shortest * Double(1 << min(tries - Self.yields - 1, 10))))
        }
    }
}
