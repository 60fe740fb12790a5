import Foundation
import Processes
import Store
import Sweeps

/// The folder of the results of one experiment at one size: `results/quick/copy-horizon`.
package struct ResultsFolder: Hashable, Sendable {
    package let path: String
    package let experiment: String

    /// The folder of an experiment's results.
    /// - Parameter root: the folder of all results; `results` unless the user says otherwise.
    package init(root: String, size: SizeName, experiment: String) {
        path = (root as NSString).appendingPathComponent("\(size.rawValue)/\(experiment)")
        self.experiment = experiment
    }

    /// The folder of the cell files, immutable once complete.
    package var cells: String { file("cells") }
    package func cell(_ cell: PlannedCell) -> String { self.cell(named: cell.identity) }

    /// The checkpoint of a cell that is not finished.
    package func checkpoint(_ cell: PlannedCell) -> String {
        file("checkpoints/\(cell.identity).h5")
    }

    /// What a cell that failed said.
    package func log(_ cell: PlannedCell) -> String { file("logs/\(cell.identity).log") }

    func cell(named identity: String) -> String { file("cells/\(identity).h5") }

    /// A file of the folder, by its path inside.
    package func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

    /// A line about cells of an earlier version, which are no more recognized; nil without any.
    ///
    /// Their names end in a dash and a hash of all settings, read or not.
    package var noteOnOlderCells: String? {
        let older = names(in: "cells").filter(isOlder)
        guard let example = older.first else { return nil }
        return "\(older.count) cells of an earlier version (such as \(cells)/\(example)) are not "
            + "used: their names hold settings that nothing reads; move them away"
    }

    /// Checks that there is a folder that can be read, or nothing, all the way down to the cells.
    /// - Throws: `EngineError.notAFolder`, `linkToNothing`, `unreachable`.
    package func checkReadable() throws(EngineError) {
        let ways = sequence(first: cells) { $0 == "." || $0 == "/" ? nil : parentFolder(of: $0) }
        for folder in Array(ways).reversed() {
            var information = stat()
            guard lstat(folder, &information) == 0 else {
                if errno == ENOENT { return }
                throw .unreachable(folder, reason: systemMessage(errno))
            }
            guard stat(folder, &information) == 0 else {
                if errno == ENOENT { throw .linkToNothing(folder) }
                throw .unreachable(folder, reason: systemMessage(errno))
            }
            guard information.st_mode & S_IFMT == S_IFDIR else { throw .notAFolder(folder) }
            // As for writing, the permission bits count even for the superuser.
            guard information.st_mode & 0o111 != 0, access(folder, X_OK) == 0,
                folder != cells || information.st_mode & 0o444 != 0
            else { throw .unreachable(folder, reason: systemMessage(EACCES)) }
        }
    }

    /// Makes sure that results can be written, and changes nothing when they cannot.
    /// - Throws: `EngineError.notAFolder`, `EngineError.readOnly`; `StoreError.system` when there is
    ///   no room for a folder, say.
    package func prepare() throws {
        for folder in try missingFolders() { try Self.make(folder) }
        removeLeftovers()
    }

    /// Makes a folder in one that exists, unless another sweep was faster.
    /// - Throws: `EngineError.readOnly`, `StoreError.system`.
    package static func make(_ folder: String) throws {
        guard mkdir(folder, 0o777) != 0, errno != EEXIST else { return }
        switch errno {
        case EROFS, EACCES, EPERM: throw EngineError.readOnly(parentFolder(of: folder))
        case let code: throw StoreError.system(operation: "make a folder", path: folder, code: code)
        }
    }

    /// The folders down to `cells` that do not exist, the outermost first.
    private func missingFolders() throws(EngineError) -> [String] {
        var missing: [String] = []
        var folder = cells
        while !FileManager.default.fileExists(atPath: folder) {
            missing.insert(folder, at: 0)
            folder = parentFolder(of: folder)
        }
        try Self.checkWritable(folder)
        if missing.isEmpty { try Self.checkWritable(path) }
        return missing
    }

    /// Checks the permission bits, which count even for the superuser, whom the system would let
    /// through: who takes them away means it.
    private static func checkWritable(_ folder: String) throws(EngineError) {
        var information = stat()
        guard stat(folder, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
            throw .notAFolder(folder)
        }
        guard information.st_mode & 0o222 != 0, access(folder, W_OK | X_OK) == 0 else {
            throw .readOnly(folder)
        }
    }
}

/// Whether a cell's file has a name of an earlier version: `…-<16 hexadecimal digits>.h5`.
private func isOlder(_ name: String) -> Bool {
    let end = name.utf8.suffix(1 + 16 + 3)
    return end.first == UInt8(ascii: "-") && name.hasSuffix(".h5")
        && end.dropFirst().prefix(16).allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
}
