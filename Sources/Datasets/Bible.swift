import Foundation

/// The King James Bible, printed by the command `bible` of Debian's packages bible-kjv and
/// bible-kjv-text.
enum Bible {
    /// Fewer bytes than this are not all of it.
    private static let leastBytes = 4_000_000

    static func read() throws(DataError) -> TextContents {
        guard let printed = output(), printed.count > leastBytes else { throw .noBible }
        let verses = verses(printed)
        var hash = ContentHash()
        hash.append(verses)
        return TextContents(
            parts: .whole(String(decoding: verses, as: UTF8.self)), fingerprint: hash.fingerprint)
    }

    /// All that the command prints; nil when it is missing or fails.
    private static func output() -> [UInt8]? {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["bible", "-f", "gen1:1-rev22:21"]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? Array(output) : nil
    }

    /// Drops the reference that opens every line, as in `Ge1:1 In the beginning…`: a verse a line
    /// is left.
    static func verses(_ printed: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(printed.count)
        for line in printed.split(separator: UInt8(ascii: "\n")) {
            bytes.append(contentsOf: line.drop { $0 != UInt8(ascii: " ") }.dropFirst())
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
