import Foundation

/// A run of the tool in a process group of its own, to be killed.
final class Victim {
    private let process = Process()

    /// Starts `presage` with `arguments`; what it prints goes to the file `log`.
    init(_ arguments: [String], log: String) throws {
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let output = try FileHandle(forWritingTo: URL(filePath: log))
        // Foundation starts a process in the group of its parent: the shell's job control makes
        // one of its own.
        process.executableURL = URL(filePath: "/usr/bin/setsid")
        process.arguments = ["--wait", Tool.program] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    /// The identifier of the sweep's own process; nil before it started and after it ended.
    var parent: Int32? {
        ProcessTable.all().first {
            $0.session == $0.identifier && $0.parent == process.processIdentifier
        }?.identifier
    }

    var isRunning: Bool { process.isRunning }

    /// Waits for the end; the exit code.
    func end() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// The processes of the machine, as /proc has them.
struct ProcessTable {
    struct Entry: Hashable {
        let identifier: Int32
        let parent: Int32
        let session: Int32
        /// When it started, in ticks since the machine did: tells apart two of one identifier.
        let start: Int
        let isZombie: Bool

        /// The words of its command line.
        var words: [String] {
            let line = FileManager.default.contents(atPath: "/proc/\(identifier)/cmdline")
            return (line ?? Data()).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    static func all() -> [Entry] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [])
            .compactMap(Int32.init).compactMap(entry)
    }

    /// The living processes of a session.
    static func living(in session: Int32) -> [Entry] {
        all().filter { $0.session == session && !$0.isZombie }
    }

    static func isAlive(_ entry: Entry) -> Bool {
        guard let now = self.entry(of: entry.identifier) else { return false }
        return now.start == entry.start && !now.isZombie
    }

    private static func entry(of identifier: Int32) -> Entry? {
        guard
            let text = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return nil }
        let words = text[text.index(after: name)...].split(separator: " ")
        guard words.count > 19, let parent = Int32(words[1]), let session = Int32(words[3]),
            let start = Int(words[19])
        else { return nil }
        return Entry(
            identifier: identifier, parent: parent, session: session, start: start,
            isZombie: words[0] == "Z")
    }
}
