import Foundation

/// How much of a random test runs: a part with a fixed seed each time, the long form with
/// `PRESAGE_CHAOS=long` (`make chaos`).
package enum Chaos {
    package static let isLong = ProcessInfo.processInfo.environment["PRESAGE_CHAOS"] == "long"

    /// The number of trials: `long` in the long form, `short` otherwise.
    package static func trials(short: Int, long: Int) -> Int { isLong ? long : short }
}
