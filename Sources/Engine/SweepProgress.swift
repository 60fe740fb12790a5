import Store
import Sweeps
import Synchronization

/// Shows the progress of a sweep: one live line on a terminal, a line a cell elsewhere.
package final class SweepProgress: Sendable {
    private struct State {
        var ended = 0
        var failed = 0
        /// The share done of each running cell, by its index in the plan.
        var running: [Int: Double] = [:]
    }

    private let total: Int
    private let isTerminal: Bool
    private let write: @Sendable (String) -> Void
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    /// The progress of a sweep that begins.
    /// - Parameters:
    ///   - total: how many cells are to run.
    ///   - isTerminal: whether a line can be written over.
    ///   - write: prints some text as it is.
    package init(total: Int, isTerminal: Bool, write: @escaping @Sendable (String) -> Void) {
        self.total = total
        self.isTerminal = isTerminal
        self.write = write
    }

    func begin(_ cell: PlannedCell) {
        state.withLock { state in
            state.running[cell.index] = 0
            showLiveLine(state)
        }
    }

    func advance(_ cell: PlannedCell, to share: Double) {
        state.withLock { state in
            state.running[cell.index] = share
            showLiveLine(state)
        }
    }

    func end(_ cell: PlannedCell, as result: CellState, seconds: Double) {
        state.withLock { state in
            state.running[cell.index] = nil
            state.ended += 1
            if result.status == .failed { state.failed += 1 }
            let message = result.message.map { ": \($0)" } ?? ""
            let line =
                "[\(state.ended)/\(total)] \(cell.description): \(result.status.name) "
                + "in \(clockTime(seconds))\(message)"
            write(isTerminal ? "\r\u{1b}[K\(line)\n" : "\(line)\(remaining(state))\n")
            showLiveLine(state)
        }
    }

    /// Shows a line about something met on the way.
    func note(_ line: String) {
        state.withLock { state in
            write(isTerminal ? "\r\u{1b}[K\(line)\n" : "\(line)\n")
            showLiveLine(state)
        }
    }

    private func showLiveLine(_ state: State) {
        guard isTerminal else { return }
        guard state.ended < total else { return write("\r\u{1b}[K") }
        let failures = state.failed > 0 ? ", \(state.failed) failed" : ""
        write(
            "\r\u{1b}[K\(state.ended) of \(total) cells, \(state.running.count) running"
                + "\(failures)\(remaining(state))")
    }

    /// The time left, if the rest goes on as it has so far; nothing before that can be told.
    private func remaining(_ state: State) -> String {
        let done = Double(state.ended) + state.running.values.reduce(0, +)
        guard done > 0, state.ended < total else { return "" }
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        return ", about \(clockTime(elapsed * (Double(total) - done) / done)) left"
    }
}

/// A time as clocks show it: `4.2 s`, `3:07`, `2:03:07`.
func clockTime(_ seconds: Double) -> String {
    guard seconds >= 59.5 else { return "\((seconds * 10).rounded() / 10) s" }
    let whole = Int(seconds.rounded())
    let hours = whole >= 3600 ? [whole / 3600] : []
    let parts = hours + [hours.isEmpty ? whole / 60 : whole / 60 % 60, whole % 60]
    return parts.enumerated().map { index, part in
        index > 0 && part < 10 ? "0\(part)" : "\(part)"
    }.joined(separator: ":")
}
