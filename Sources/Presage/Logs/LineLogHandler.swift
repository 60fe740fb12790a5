import Foundation
import Logging

/// How a log is written: a line an event for people, or a JSON object a line for programs.
enum LogForm: String, CaseIterable {
    case text
    case json
}

/// Writes log events to standard error, a line each.
struct LineLogHandler: LogHandler {
    let form: LogForm
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let write: @Sendable (String) -> Void

    init(_ form: LogForm, write: @escaping @Sendable (String) -> Void) {
        self.form = form
        self.write = write
        switch form {
        // People see what runs by what has ended.
        case .text: logLevel = .info
        case .json: logLevel = .debug
        }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        switch form {
        case .text: write("\(event.message)\n")
        case .json: write(json(event) + "\n")
        }
    }

    private func json(_ event: LogEvent) -> String {
        var object: [String: Any] = metadata.merging(event.metadata ?? [:]) { $1 }
            .mapValues(\.plain)
        object["time"] = Date.now.formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        object["level"] = event.level.rawValue
        object["message"] = event.message.description
        let data = try? JSONSerialization.data(
            withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}

extension Logger.MetadataValue {
    /// The value as JSON has it: a number stays one.
    fileprivate var plain: Any {
        switch self {
        case .string(let text): text
        case .stringConvertible(let value as Int): value
        case .stringConvertible(let value as Double): value.isFinite ? value : "\(value)"
        case .stringConvertible(let value): value.description
        case .array(let values): values.map(\.plain)
        case .dictionary(let values): values.mapValues(\.plain)
        }
    }
}
