import Foundation
import Vocabulary

/// The output of a cell while it runs: its lines of progress are taken out, of the rest the end is
/// kept.
struct CellLog {
    /// The word before the share done in a line of progress.
    static let progressMark = "progress "
    /// The bytes that are kept, at least.
    static let limit = 1 << 20

    /// The beginning of a line that has not ended.
    private var unfinished: [UInt8] = []
    private var kept: [UInt8] = []
    private var isCut = false

    /// Takes in a part of the output.
    /// - Returns: the latest share done, when the part tells one.
    mutating func append(_ part: [UInt8]) -> Double? {
        guard let last = part.lastIndex(of: Self.newline) else {
            unfinished += part
            // A line without an end.
            if unfinished.count > Self.limit { endLine() }
            return nil
        }
        let lines = unfinished + part[...last]
        unfinished = Array(part[(last + 1)...])
        return takeLines(lines)
    }

    private static let newline = UInt8(ascii: "\n")

    private mutating func endLine() {
        keep(unfinished[...])
        unfinished = []
    }

    /// Takes in whole lines, many at a time where none is of progress.
    private mutating func takeLines(_ lines: [UInt8]) -> Double? {
        var share: Double?
        var start = 0
        var unkept = 0
        lines.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            while start < bytes.count, let found = memchr(base + start, 10, bytes.count - start) {
                let end = base.distance(to: found.assumingMemoryBound(to: UInt8.self))
                if bytes[start] == UInt8(ascii: "p"), let told = Self.share(in: lines[start..<end])
                {
                    share = told
                    keep(lines[unkept..<start])
                    unkept = end + 1
                }
                start = end + 1
            }
        }
        keep(lines[unkept...])
        return share
    }

    private static func share(in line: ArraySlice<UInt8>) -> Double? {
        guard line.starts(with: progressMark.utf8) else { return nil }
        let text = String(decoding: line.dropFirst(progressMark.utf8.count), as: UTF8.self)
        return Double(text).flatMap { $0.isFinite ? min(max($0, 0), 1) : nil }
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        kept += bytes
        if kept.count > 2 * Self.limit {
            kept.removeFirst(kept.count - Self.limit)
            isCut = true
        }
    }

    /// What is kept, for a file.
    var contents: [UInt8] {
        let all = (kept + unfinished).suffix(Self.limit)
        let isCut = isCut || all.count < kept.count + unfinished.count
        return (isCut ? Array("(the beginning is cut off)\n".utf8) : []) + all
    }

    /// The last lines in one, short enough for a message; nil when the cell said nothing.
    var lastWords: String? {
        let end = (kept.suffix(4096) + unfinished.suffix(4096)).suffix(4096)
        let lines = end.split(separator: UInt8(ascii: "\n")).suffix(5).map {
            // Nothing that a terminal would obey.
            escaped(
                String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }.filter { !$0.isEmpty }
        let text = lines.joined(separator: " | ")
        guard !text.isEmpty else { return nil }
        return text.count <= 1000 ? text : "… " + String(text.suffix(1000))
    }
}
