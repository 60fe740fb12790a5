import Foundation
import Store
import Sweeps

/// The complete cells of a folder, so that a large sweep is listed and resumed without opening
/// their files: a line a cell, with the size and the time of the last change of its file.
///
/// The index is only a cache: a cell that is missing, or whose file has changed since, is read from
/// its file.
struct CellIndex {
    /// The size and the time of the last change of a file when it was read.
    struct Stamp: Hashable {
        let size: Int
        /// The time of the last change, in nanoseconds since 1970.
        let changed: Int

        /// The stamp of a file now; nil when there is none.
        init?(_ path: String) {
            var information = stat()
            guard stat(path, &information) == 0 else { return nil }
            size = Int(information.st_size)
            changed =
                Int(information.st_mtim.tv_sec) * 1_000_000_000
                + Int(information.st_mtim.tv_nsec)
        }

        fileprivate init?(_ words: [Substring]) {
            guard words.count == 3, let size = Int(words[1]), let changed = Int(words[2]) else {
                return nil
            }
            self.size = size
            self.changed = changed
        }
    }

    private static let name = "cells.index"
    private let folder: ResultsFolder
    private var stamps: [String: Stamp] = [:]

    /// Reads the folder's index; empty where there is none.
    init(of folder: ResultsFolder) {
        self.folder = folder
        let text = (try? String(contentsOfFile: folder.file(Self.name), encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if let stamp = Stamp(words) { stamps[String(words[0])] = stamp }
        }
    }

    /// Whether a cell is known to be complete and its file unchanged.
    func isComplete(_ identity: String) -> Bool {
        guard let known = stamps[identity] else { return false }
        return Stamp(folder.cell(named: identity)) == known
    }

    /// Takes in a complete cell.
    /// - Parameter stamp: of its file before it was read.
    mutating func add(_ identity: String, _ stamp: Stamp) { stamps[identity] = stamp }

    /// Replaces the folder's index. Where that cannot be, the files are read again the next time.
    func write() {
        let lines = stamps.sorted { $0.key < $1.key }.map {
            "\($0.key) \($0.value.size) \($0.value.changed)\n"
        }
        try? lines.joined().write(
            toFile: folder.file(Self.name), atomically: true, encoding: .utf8)
    }
}
