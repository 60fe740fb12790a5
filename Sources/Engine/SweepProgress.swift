import Sweeps

/// How far a sweep is: it counts, tells each event with the counts, and shows one live line on a
/// terminal.
package final class SweepProgress {
    /// An event and where the sweep stands after it.
    package struct Report {
        package let event: SweepEvent
        package let ended: Int
        package let total: Int
        /// The time left if the rest goes on as it has so far, in seconds; nil before that can be
        /// told and at the end.
        package let secondsLeft: Double?

        /// The report in words, on one line.
        package var text: String {
            switch event {
            case .cellEnded:
                "[\(ended)/\(total)] \(event.text)"
                    + (secondsLeft.map { ", about \(clockTime($0)) left" } ?? "")
            case .began: "\(total) cells to run, \(event.text)"
            case .cellBegan, .cellRetried, .cellStopped, .cellElsewhere, .fewerJobs, .blocked,
                .stopping, .setAside, .notSetAside:
                event.text
            }
        }
    }

    private let total: Int
    private let tell: (Report) -> Void
    private let showLive: ((String) -> Void)?
    private let start = ContinuousClock.now
    private var ended = 0
    private var failed = 0
    /// The share done of each running cell, by its index in the plan.
    private var running: [Int: Double] = [:]
    private var lastShown: ContinuousClock.Instant?

    /// The progress of a sweep that begins.
    /// - Parameters:
    ///   - total: how many cells are to run.
    ///   - live: shows a line of text on a terminal in the place of the one before, an empty one none;
    ///     nil where there is no terminal.
    ///   - tell: takes every event.
    package init(
        total: Int, live: ((String) -> Void)?, tell: @escaping (Report) -> Void
    ) {
        self.total = total
        showLive = live
        self.tell = tell
    }

    /// Counts an event and tells it.
    func take(_ event: SweepEvent) {
        switch event {
        case .cellBegan(let cell): running[cell.index] = 0
        case .cellEnded(let cell, let state, _):
            running[cell.index] = nil
            ended += 1
            if state.status == .failed { failed += 1 }
        case .cellRetried(let cell, _, _), .cellStopped(let cell, _, _): running[cell.index] = nil
        case .began, .cellElsewhere, .fewerJobs, .blocked, .stopping, .setAside, .notSetAside: break
        }
        showLive?("")
        tell(Report(event: event, ended: ended, total: total, secondsLeft: secondsLeft))
        showLine()
    }

    func advance(_ cell: PlannedCell, to share: Double) {
        running[cell.index] = share
        // No eye follows more.
        if let lastShown, ContinuousClock.now - lastShown < .milliseconds(100) { return }
        showLine()
    }

    /// Takes the live line away.
    package func close() { showLive?("") }

    private func showLine() {
        guard let showLive, ended < total else { return }
        lastShown = .now
        let failures = failed > 0 ? ", \(failed) failed" : ""
        let left = secondsLeft.map { ", about \(clockTime($0)) left" } ?? ""
        showLive(
            "\(ended) of \(total) cells, \(running.count) running\(failures)\(left)")
    }

    private var secondsLeft: Double? {
        let done = Double(ended) + running.values.reduce(0, +)
        guard done > 0, ended < total else { return nil }
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        return elapsed * (Double(total) - done) / done
    }
}

/// A time as clocks show it: `4.2 s`, `3:07`, `2:03:07`.
package func clockTime(_ seconds: Double) -> String {
    guard seconds >= 59.5 else { return "\((seconds * 10).rounded() / 10) s" }
    // An estimate from little may be anything.
    guard seconds < 3.6e9 else { return "more than a million hours" }
    let whole = Int(seconds.rounded())
    let hours = whole >= 3600 ? [whole / 3600] : []
    let parts = hours + [hours.isEmpty ? whole / 60 : whole / 60 % 60, whole % 60]
    return parts.enumerated().map { index, part in
        index > 0 && part < 10 ? "0\(part)" : "\(part)"
    }.joined(separator: ":")
}
