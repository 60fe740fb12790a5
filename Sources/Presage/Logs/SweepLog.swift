import Engine
import Foundation
import Logging
import Vocabulary

/// The log of a sweep on standard error. In words it has few lines: on a terminal one that is live, elsewhere
/// one each tenth of the sweep, besides all that goes wrong. As JSON it has every event.
struct SweepLog {
    let form: LogForm
    private let experiment: String
    private let logger: Logger
    /// Whether somebody may read along.
    private let isTerminal = isatty(STDERR_FILENO) == 1

    init(
        _ form: LogForm, experiment: String,
        write: @escaping @Sendable (String) -> Void = Complaints.write
    ) {
        self.form = form
        self.experiment = experiment
        var logger = Logger(label: "presage") { _ in LineLogHandler(form, write: write) }
        logger[metadataKey: "experiment"] = .string(experiment)
        self.logger = logger
    }

    /// Writes a text over the live line, where there is a terminal to read it; what is too long for its
    /// width is cut, or the line could not be written over.
    var live: ((String) -> Void)? {
        guard form == .text, isTerminal else { return nil }
        return { Complaints.write("\r\u{1b}[K\($0.prefix(max(0, terminalWidth() - 1)))") }
    }

    /// Logs what is said of the sweep as a whole.
    /// - Parameter word: the event's word in JSON.
    func note(_ word: String, _ text: String, level: Logger.Level = .info) {
        logger.log(
            level: level, "\(experiment): \(escaped(text))", metadata: ["event": .string(word)])
    }

    func event(_ report: SweepProgress.Report) {
        guard isWorthALine(report) else { return }
        let event = report.event
        var metadata: Logger.Metadata = [
            "event": .string(event.word), "done": .stringConvertible(report.ended),
            "total": .stringConvertible(report.total),
        ]
        if let left = report.secondsLeft { metadata["seconds_left"] = .stringConvertible(left) }
        if let cell = event.cell {
            metadata["cell"] = .string(cell.description)
            metadata["cell_id"] = .string(cell.identity)
        }
        switch event {
        case .cellEnded(_, let state, let seconds):
            metadata["status"] = .string(state.status.name)
            metadata["seconds"] = .stringConvertible(seconds)
        case .began, .cellBegan, .cellRetried, .cellStopped, .cellElsewhere, .fewerJobs, .blocked,
            .stopping, .setAside, .notSetAside:
            break
        }
        let text = report.event.cell == nil ? "\(experiment): \(report.text)" : report.text
        logger.log(level: level(of: event), "\(escaped(text))", metadata: metadata)
    }

    private func isWorthALine(_ report: SweepProgress.Report) -> Bool {
        guard form == .text, case .cellEnded(_, .complete, _) = report.event else { return true }
        func tenth(_ count: Int) -> Int { count * 10 / max(1, report.total) }
        return !isTerminal && tenth(report.ended) > tenth(report.ended - 1)
    }

    private func level(of event: SweepEvent) -> Logger.Level {
        switch event {
        case .cellBegan: .debug
        case .began, .cellStopped, .cellElsewhere, .stopping: .info
        case .cellEnded(_, let state, _):
            switch state {
            case .complete, .pending: .info
            case .failed, .unusable: .error
            case .diverged: .warning
            }
        case .cellRetried, .fewerJobs, .setAside: .warning
        case .blocked, .notSetAside: .error
        }
    }
}

/// The columns of the terminal that standard error goes to; 80 where it does not say.
private func terminalWidth() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
}
