import Foundation
import Store
import Sweeps

/// A file of a results folder that nothing needs any more.
package struct PrunableFile: Hashable, Sendable {
    /// The reason that nothing needs a file.
    package enum Reason: String, Sendable {
        case checkpoint = "the checkpoint of a finished cell"
        case log = "the log of a finished cell"
        case setAside = "set aside"
        case unplanned = "not in this plan"
    }

    /// The path inside the folder.
    package let name: String
    package let bytes: Int
    package let reason: Reason
}

extension ResultsFolder {
    /// The files that nothing needs: checkpoints and logs of finished cells, and what was set aside.
    ///
    /// The cells of all sweeps of an experiment at a size are in one folder. With the stages of a sweep,
    /// those that they do not name are found too, with their checkpoints and logs; files that this
    /// program cannot read or that are another experiment's never are.
    package func prunable(besides stages: [Plan]?) -> [PrunableFile] {
        let planned = stages.map { Set($0.flatMap { $0.distinctCells.map(\.identity) }) }
        var files: [PrunableFile] = []
        func add(_ folder: String, _ reason: (_ name: String) -> PrunableFile.Reason?) {
            for name in names(in: folder) {
                guard let size = sizeOfFile("\(folder)/\(name)"), let reason = reason(name) else {
                    continue
                }
                files.append(
                    PrunableFile(name: "\(folder)/\(name)", bytes: size, reason: reason))
            }
        }
        /// Whether a cell that the sweep does not name may go; false without a sweep.
        func isUnplanned(_ identity: String) -> Bool {
            guard let planned, !planned.contains(identity) else { return false }
            return header(named: identity)?.experiment == experiment
        }
        add("cells") { name in
            guard let identity = stem(name, ".h5"), isUnplanned(identity) else { return nil }
            return .unplanned
        }
        let unplanned = Set(files.compactMap { stem(String($0.name.dropFirst(6)), ".h5") })
        for (folder, ending, reason) in [
            ("checkpoints", ".h5", PrunableFile.Reason.checkpoint), ("logs", ".log", .log),
        ] {
            add(folder) { name in
                guard let identity = stem(name, ending) else { return nil }
                if unplanned.contains(identity) { return .unplanned }
                switch header(named: identity)?.status {
                case .complete, .diverged: return reason
                case .failed, .pending, .unusable, nil: return nil
                }
            }
        }
        add("set-aside") { _ in .setAside }
        return files
    }

    /// The names in a folder inside, sorted; none where there is no such folder.
    func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: file(folder))) ?? []).sorted()
    }

    private func stem(_ name: String, _ ending: String) -> String? {
        // Names with a dot in front are those of files being written.
        name.hasSuffix(ending) && !name.hasPrefix(".") ? String(name.dropLast(ending.count)) : nil
    }

    private func header(named identity: String) -> CellHeader? {
        let path = cell(named: identity)
        return (try? UnusableFile.check(path)) == true ? try? CellRecord.readHeader(path) : nil
    }

    /// The size of a regular file; nil for anything else.
    private func sizeOfFile(_ name: String) -> Int? {
        var information = stat()
        guard lstat(file(name), &information) == 0, information.st_mode & S_IFMT == S_IFREG
        else { return nil }
        return Int(information.st_size)
    }
}
