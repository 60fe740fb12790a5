import Engine
import Foundation
import Logging
import Vocabulary

/// The log of a sweep on standard error.
struct SweepLog {
    let form: LogForm
    private let experiment: String
    private let logger: Logger

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

    /// Writes a text over the live line, where there is a terminal to read it.
    var live: ((String) -> Void)? {
        switch form {
        case .text: isatty(STDERR_FILENO) == 1 ? { Complaints.write($0) } : nil
        case .json: nil
        }
    }

    /// Logs what is said of the sweep as a whole.
    /// - Parameter word: the event's word in JSON.
    func note(_ word: String, _ text: String, level: Logger.Level = .info) {
        logger.log(
            level: level, "\(experiment): \(escaped(text))", metadata: ["event": .string(word)])
    }

    func event(_ report: SweepProgress.Report) {
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
