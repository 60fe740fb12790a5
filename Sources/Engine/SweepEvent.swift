import Foundation
import Sweeps

/// Something that happens in a sweep, a line of its log each.
package enum SweepEvent: Hashable, Sendable {
    /// The cells want up to `widest` cores each; `isAlone` says that each has all.
    case began(cores: Int, widest: Int, isAlone: Bool)
    case cellBegan(PlannedCell)
    case cellEnded(PlannedCell, CellState, seconds: Double)
    /// The cell failed and is begun again.
    case cellRetried(PlannedCell, failure: String, attempt: Int)
    /// The cell was asked to stop; what it did is in its checkpoint, if it has one. If it has none it
    /// may have said why.
    case cellStopped(PlannedCell, hasCheckpoint: Bool, words: String?)
    /// Another run is at the cell.
    case cellElsewhere(PlannedCell)
    /// Fewer cells run at a time than wanted.
    case fewerJobs(Int, reason: String)
    /// Results cannot be written: no more cells are begun.
    case blocked(reason: String)
    /// A signal asks to stop: no more cells are begun.
    case stopping(signal: Int32)
    /// A damaged file was moved out of the way.
    case setAside(String, as: String)
    /// A damaged file could not be moved, and its cell is not run.
    case notSetAside(String)

    /// The event's word in a log.
    package var word: String {
        switch self {
        case .began: "sweep_began"
        case .cellBegan: "cell_began"
        case .cellEnded: "cell_ended"
        case .cellRetried: "cell_retried"
        case .cellStopped: "cell_stopped"
        case .cellElsewhere: "cell_elsewhere"
        case .fewerJobs: "fewer_jobs"
        case .blocked: "blocked"
        case .stopping: "stopping"
        case .setAside: "set_aside"
        case .notSetAside: "not_set_aside"
        }
    }

    /// The cell that it is about.
    package var cell: PlannedCell? {
        switch self {
        case .cellBegan(let cell), .cellEnded(let cell, _, _), .cellRetried(let cell, _, _),
            .cellStopped(let cell, _, _), .cellElsewhere(let cell):
            cell
        case .began, .fewerJobs, .blocked, .stopping, .setAside, .notSetAside: nil
        }
    }

    /// The event in words, on one line.
    package var text: String {
        switch self {
        case .began(let cores, let widest, let isAlone):
            Self.pace(cores: cores, widest: widest, isAlone: isAlone)
        case .cellBegan(let cell): "\(cell): begun"
        case .cellEnded(let cell, let state, let seconds):
            "\(cell): \(state.status.name) in \(clockTime(seconds))"
                + (state.message.map { ": \($0)" } ?? "")
        case .cellRetried(let cell, let failure, let attempt):
            "\(cell): failed, attempt \(attempt) follows: \(failure)"
        case .cellStopped(let cell, let hasCheckpoint, let words):
            "\(cell): stopped" + (hasCheckpoint ? ", checkpoint kept" : "")
                + (words.map { ": \($0)" } ?? "")
        case .cellElsewhere(let cell): "\(cell): another run is at it"
        case .fewerJobs(let jobs, let reason): "\(jobs) cells at a time from here on: \(reason)"
        case .blocked(let reason): "no more cells are begun: \(reason)"
        case .stopping(let signal): "\(signalName(signal)): stopping"
        case .setAside(let reason, let path): "\(reason): set aside as \(path)"
        case .notSetAside(let reason): reason
        }
    }
}

extension SweepEvent {
    /// How many cells run side by side, in words.
    private static func pace(cores: Int, widest: Int, isAlone: Bool) -> String {
        if isAlone {
            return "1 at a time, since they measure time"
                + (widest > cores ? ": up to \(widest) workers on \(cores) cores" : "")
        }
        guard widest > 1 else { return "\(cores) at a time" }
        return "on \(cores) cores, up to \(widest) a cell"
            + (widest > cores ? ": a cell with more workers than cores runs alone" : "")
    }
}

/// The name of a signal that ends programs: `SIGINT`.
package func signalName(_ signal: Int32) -> String {
    let names = [SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGTERM: "SIGTERM"]
    return names[signal] ?? "signal \(signal)"
}
