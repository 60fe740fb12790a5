import Foundation

/// A cell run as a process of its own, so that whatever happens to it happens to it alone.
struct CellProcess {
    /// The end of a process.
    struct Ending {
        /// The failure; nil when it ended well.
        let failure: String?
        let seconds: Double
    }

    /// The word before the share done in a cell's lines of progress.
    static let progressMark = "progress "

    /// The program and its arguments.
    let command: [String]
    /// What it reads first on its standard input, which stays open until it ends.
    let input: String
    /// The variables added to the environment.
    let environment: [String: String]

    /// Runs the cell to its end.
    ///
    /// If this program dies, the cell's standard input comes to its end, which ends the cell too.
    /// - Parameter progress: called with the share done.
    func run(progress: (Double) -> Void) throws(EngineError) -> Ending {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        // A crash is then reported in the line that names its cause, not in pages of addresses.
        process.environment = ProcessInfo.processInfo.environment
            .merging(["SWIFT_BACKTRACE": "enable=no"]) { _, added in added }
            .merging(environment) { _, added in added }
        let job = Pipe()
        process.standardInput = job
        process.standardOutput = pipe
        process.standardError = pipe
        let start = ContinuousClock.now
        do { try process.run() } catch {
            throw .notStarted(command: command[0], reason: error.localizedDescription)
        }
        // A cell that ends without reading its job is seen by how it ends.
        signal(SIGPIPE, SIG_IGN)
        try? job.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        var log = CellLog()
        while true {
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { break }
            log.append(data, progress: progress)
        }
        process.waitUntilExit()
        let ending: String? =
            switch (process.terminationReason, process.terminationStatus) {
            case (.exit, 0): nil
            case (.exit, let status): log.lastWords ?? "ended with exit code \(status)"
            default:
                "killed by signal \(process.terminationStatus)"
                    + (log.lastWords.map { ", after: \($0)" } ?? "")
            }
        return Ending(failure: ending, seconds: (ContinuousClock.now - start) / .seconds(1))
    }
}

/// The output of a cell, of which the last lines are kept.
private struct CellLog {
    private var unfinished: [UInt8] = []
    private var lines: [String] = []

    mutating func append(_ data: Data, progress: (Double) -> Void) {
        unfinished.append(contentsOf: data)
        while let end = unfinished.firstIndex(of: UInt8(ascii: "\n")) {
            take(String(decoding: unfinished[..<end], as: UTF8.self), progress)
            unfinished.removeFirst(end + 1)
        }
    }

    private mutating func take(_ line: String, _ progress: (Double) -> Void) {
        if line.hasPrefix(CellProcess.progressMark) {
            Double(line.dropFirst(CellProcess.progressMark.count)).map(progress)
        } else if !line.isEmpty {
            lines.append(line)
            if lines.count > 5 { lines.removeFirst() }
        }
    }

    /// The last lines in one; nil when the cell printed nothing.
    var lastWords: String? {
        let last = lines + (unfinished.isEmpty ? [] : [String(decoding: unfinished, as: UTF8.self)])
        return last.isEmpty ? nil : last.joined(separator: " | ")
    }
}
