import Foundation
import Store
import Sweeps

/// The complete cells of a folder, so that a large sweep is listed, estimated and resumed without
/// opening their files: a line a cell, with what the system knows of its file.
///
/// The index is only a cache: a cell that is missing, or whose file has changed since, is read from
/// its file, and an index that cannot be read is none.
struct CellIndex {
    /// What the system knew of a file when it was read. A file that is written to or replaced has
    /// another stamp, whatever its size and its time are set to.
    struct Stamp: Hashable {
        let number: UInt64
        let size: Int
        /// The times of the last change of the content and of the file, in nanoseconds since 1970.
        let contentChanged: Int
        let changed: Int

        /// The stamp of a file now; nil when there is none.
        init?(_ path: String) {
            var information = stat()
            guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
                information.st_mode & 0o444 != 0
            else { return nil }
            number = UInt64(information.st_ino)
            size = Int(information.st_size)
            contentChanged = nanoseconds(information.st_mtim)
            changed = nanoseconds(information.st_ctim)
        }

        fileprivate init?(_ slice: ArraySlice<Substring>) {
            let words = Array(slice)
            guard words.count == 4, let number = UInt64(words[0]), let size = Int(words[1]),
                let contentChanged = Int(words[2]), let changed = Int(words[3])
            else { return nil }
            self.number = number
            self.size = size
            self.contentChanged = contentChanged
            self.changed = changed
        }

        fileprivate var line: String { "\(number) \(size) \(contentChanged) \(changed)" }
    }

    private struct Entry {
        let stamp: Stamp
        /// In seconds.
        let wallTime: Double
    }

    private static let name = "cells.index"
    private let folder: ResultsFolder
    private var entries: [String: Entry] = [:]

    /// Reads the folder's index; empty where there is none.
    init(of folder: ResultsFolder) {
        self.folder = folder
        guard let text = try? RegularFile.read(folder.file(Self.name), limit: 1 << 27) else {
            return
        }
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " ")).map {
                Substring(decoding: $0, as: UTF8.self)
            }
            guard words.count == 6, let stamp = Stamp(words[1..<5]),
                let wallTime = Double(words[5]), wallTime.isFinite, wallTime >= 0
            else { continue }
            entries[String(words[0])] = Entry(stamp: stamp, wallTime: wallTime)
        }
    }

    /// What a cell cost that is known to be complete and whose file is unchanged; nil otherwise.
    func cost(of identity: String) -> CellCost? {
        guard let known = entries[identity],
            Stamp(folder.cell(named: identity)) == known.stamp
        else { return nil }
        return CellCost(wallTime: known.wallTime, bytes: known.stamp.size)
    }

    /// Takes in a complete cell.
    /// - Parameters:
    ///   - stamp: of its file before it was read.
    ///   - wallTime: of its run, in seconds.
    mutating func add(_ identity: String, _ stamp: Stamp, wallTime: Double) {
        entries[identity] = Entry(stamp: stamp, wallTime: wallTime)
    }

    /// Replaces the folder's index. Where that cannot be, the files are read again the next time.
    func write() {
        let lines = entries.sorted { $0.key < $1.key }.map {
            "\($0.key) \($0.value.stamp.line) \($0.value.wallTime)\n"
        }
        try? AtomicFile.write(lines.joined(), to: folder.file(Self.name))
    }
}

/// What a complete cell took.
package struct CellCost: Hashable, Sendable {
    /// In seconds.
    package let wallTime: Double
    /// The size of its file.
    package let bytes: Int
}

private func nanoseconds(_ time: timespec) -> Int {
    // A hostile time may be any.
    time.tv_sec.multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ time.tv_nsec
}
