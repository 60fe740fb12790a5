import Engine
import Foundation
import Glibc
import Processes

/// The processes of a cell's workers. None of them outlives this object, or the process that has it.
final class WorkerProcesses {
    private let children: [(name: String, process: Child)]
    private var said: [[UInt8]]

    /// The end of what a process said that is kept.
    private static let keptBytes = 1 << 14

    /// Takes over processes, each with the name that it has in a report of its end.
    init(_ children: [(name: String, process: Child)]) {
        self.children = children
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
                    let last =
                        String(decoding: said[index], as: UTF8.self)
                        .split(separator: "\n").last.map { ": \(oneLine(String($0)))" } ?? ""
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

    /// Ends them all: those that do not end by themselves within `seconds` are killed.
    func end(within seconds: Double) {
        for (_, child) in children { child.closeInput() }
        let deadline = ContinuousClock.now + .seconds(seconds)
        while children.contains(where: { $0.process.ended() == nil }) {
            hear()
            if ContinuousClock.now >= deadline {
                for (_, child) in children { child.signal(SIGKILL) }
            }
            usleep(1_000)
        }
    }

    deinit { end(within: 0) }
}
