import Engine
import Foundation
import Glibc
import Processes

/// The processes of a cell's workers. None of them outlives this object, or the process that has it.
final class WorkerProcesses {
    private let children: [(name: String, process: Child)]
    private var said: [[UInt8]]
    /// The seconds between asking a process to end and killing it: one with processes of its own has to
    /// end those first.
    private let grace: Double

    /// The end of what a process said that is kept.
    private static let keptBytes = 1 << 14

    /// Takes over processes, each with the name that it has in a report of its end.
    init(_ children: [(name: String, process: Child)], grace: Double = 0) {
        self.children = children
        self.grace = grace
        said = children.map { _ in [] }
    }

    /// Starts a process for each of the lines, which it reads from its standard input.
    /// - Throws: `ProcessError`, with none of them running.
    convenience init(_ command: [String], _ lines: [String]) throws(ProcessError) {
        var started: [(name: String, process: Child)] = []
        do throws(ProcessError) {
            for (index, line) in lines.enumerated() {
                started.append(
                    (
                        "worker \(index)",
                        try Child(
                            command[0], Array(command.dropFirst()),
                            // A crash is then reported in the line that names its cause, not in
                            // pages of addresses.
                            environment: ["SWIFT_BACKTRACE": "enable=no"], input: Array(line.utf8))
                    ))
            }
        } catch {
            WorkerProcesses(started).end(within: 0)
            throw error
        }
        self.init(started)
    }

    /// Hears what they say, lest they wait for a reader.
    func hear() {
        for (index, (_, child)) in children.enumerated() {
            child.send()
            while let part = child.read(), !part.isEmpty {
                said[index] = (said[index] + part).suffix(Self.keptBytes)
            }
        }
    }

    /// How the first that has ended by itself did, in words, or, when none does so in a moment, nil.
    func ending(within seconds: Double) -> String? {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            hear()
            // One that a signal ended is the cause; others end because of it.
            var words: [(isCause: Bool, text: String)] = []
            for (index, (name, child)) in children.enumerated() {
                guard let (ending, _) = child.ended() else { continue }
                hear()
                switch ending {
                case .signalled(let number):
                    words.append((true, "\(name) was ended by \(signalName(number))"))
                case .exited(let code):
                    let last = lastWords(of: index).map { ": \(oneLine($0))" } ?? ""
                    words.append((false, "\(name) has ended with exit code \(code)\(last)"))
                }
            }
            let isOver = ContinuousClock.now >= deadline
            if let cause = words.first(where: \.isCause) ?? (isOver ? words.first : nil) {
                return cause.text
            }
            if isOver { return nil }
            usleep(5_000)
        }
    }

    /// The last line that a process said: of errors where it named one, and none that is but drawn.
    private func lastWords(of index: Int) -> String? {
        let lines = String(decoding: said[index], as: UTF8.self).split(separator: "\n")
        let last = lines.last { $0.hasPrefix("error: ") } ?? lines.last { $0.contains(/\w/) }
        return last.map(String.init)
    }

    /// Ends them all: those that do not end by themselves within `seconds` are asked to, and killed.
    func end(within seconds: Double) {
        for (_, child) in children { child.closeInput() }
        let start = ContinuousClock.now
        var isAsked = false
        while children.contains(where: { $0.process.ended() == nil }) {
            hear()
            let passed = ContinuousClock.now - start
            if passed >= .seconds(seconds + grace) {
                for (_, child) in children { child.signal(SIGKILL) }
            } else if passed >= .seconds(seconds), !isAsked {
                isAsked = true
                for (_, child) in children { child.signal(SIGTERM) }
            }
            usleep(1_000)
        }
    }

    deinit { end(within: 0) }
}
