import Foundation
import Glibc
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Engine

/// Whatever lies in the place of a cell's file, the other cells are read as ever.
@Suite struct UnusableFileTests {
    /// Something in the place of a cell's file.
    enum Obstacle: String, CaseIterable {
        // Damage of a file that was good.
        case cutShort, empty, zeros, changedSignature, changedSuperblock
        // What belongs to somebody.
        case text, newer, otherKind, withoutHeader, anotherCell, anotherSchema, unreadable
        case folder, pipe, socket, linkToNothing, linkToItself, heldByAWriter

        var isDamage: Bool {
            switch self {
            case .cutShort, .empty, .zeros, .changedSignature, .changedSuperblock: true
            case .text, .newer, .otherKind, .withoutHeader, .anotherCell, .anotherSchema,
                .unreadable, .folder, .pipe, .socket, .linkToNothing, .linkToItself,
                .heldByAWriter:
                false
            }
        }

        /// A part of what is said.
        var words: String {
            switch self {
            case .cutShort, .zeros: "damaged"
            case .empty: "damaged: cut short, 0 bytes of"
            case .changedSignature, .changedSuperblock: "its bytes differ from the digest"
            case .text: "not an HDF5 file"
            case .newer: "its encoding_version is 99.0, newer than"
            case .otherKind: "its encoding_type is 'recipe'"
            case .withoutHeader: "the attribute title is missing"
            case .anotherCell: "truncation is 20 there, 2 here"
            case .anotherSchema: "schema_version is 1 there"
            case .unreadable: "no permission to read it"
            case .folder: "a folder, not a file"
            case .pipe: "a pipe, not a file"
            case .socket: "a socket, not a file"
            case .linkToNothing: "a link to nothing"
            case .linkToItself: "Too many levels of symbolic links"
            case .heldByAWriter: "another program is writing to it"
            }
        }

        /// Puts it where the file of `cell` would be.
        /// - Returns: a descriptor to close; −1 for none.
        func place(at cell: PlannedCell, of plan: Plan, in folder: ResultsFolder) throws -> Int32 {
            let path = folder.cell(cell)
            let url = URL(filePath: path)
            var header = CellHeader(
                cell, experiment: "sample", status: .complete, failure: nil,
                provenance: sampleProvenance(seconds: 1))
            func attributes(_ change: (inout Attributes) -> Void) throws {
                try write(cell, to: folder)
                var root = try HDF5File.read(path)
                change(&root.attributes)
                try HDF5File.write(root, to: path)
            }
            func bytes(_ change: (inout Data) -> Void) throws {
                try write(cell, to: folder)
                var data = try Data(contentsOf: url)
                change(&data)
                try data.write(to: url)
            }
            switch self {
            case .cutShort: try bytes { $0 = $0.prefix($0.count * 2 / 3) }
            case .empty: try Data().write(to: url)
            case .zeros: try bytes { $0 = Data(repeating: 0, count: $0.count) }
            case .changedSignature: try bytes { $0[2] ^= 4 }
            case .changedSuperblock: try bytes { $0[20] ^= 1 }
            case .text: try Data("my notes on this cell\n".utf8).write(to: url)
            case .newer: try attributes { $0["encoding_version"] = "99.0" }
            case .otherKind: try attributes { $0["encoding_type"] = "recipe" }
            case .withoutHeader: try attributes { $0["title"] = nil }
            case .anotherCell:
                try write(plan[plan.count - 1], to: folder)
                #expect(rename(folder.cell(plan[plan.count - 1]), path) == 0)
            case .anotherSchema:
                header.configurationJSON = header.configurationJSON.replacing(
                    /"schema_version":[0-9]+/, with: "\"schema_version\":1")
                try CellRecord(header: header, datasets: [], groups: []).write(to: path)
            case .unreadable:
                try write(cell, to: folder)
                #expect(chmod(path, 0) == 0)
            case .folder: #expect(mkdir(path, 0o755) == 0)
            case .pipe: #expect(mkfifo(path, 0o644) == 0)
            case .socket: return try openSocket(path)
            case .linkToNothing: #expect(symlink("nowhere", path) == 0)
            case .linkToItself: #expect(symlink(url.lastPathComponent, path) == 0)
            case .heldByAWriter:
                try bytes { $0[20] ^= 1 }
                let descriptor = open(path, O_RDWR)
                #expect(flock(descriptor, LOCK_EX) == 0)
                return descriptor
            }
            return -1
        }

        private func openSocket(_ path: String) throws -> Int32 {
            // The path of a socket must be short.
            let short = FileManager.default.temporaryDirectory.appending(
                path: "\(UInt32.random(in: 0...UInt32.max))"
            ).path
            let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { bytes in
                bytes.copyBytes(from: short.utf8)
            }
            let length = socklen_t(MemoryLayout<sockaddr_un>.size)
            let status = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, length)
                }
            }
            try #require(status == 0)
            try FileManager.default.moveItem(atPath: short, toPath: path)
            return descriptor
        }
    }

    @Test(arguments: Obstacle.allCases)
    func isARowAndTheOthersAreRead(obstacle: Obstacle) throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        let plan = try samplePlan()
        let held = try obstacle.place(at: plan[0], of: plan, in: folder)
        defer { if held >= 0 { close(held) } }
        try write(plan[1], to: folder)
        try write(plan[2], to: folder, status: .failed, failure: "no luck")
        var states: [CellState] = []
        folder.visit(plan) { _, state, _ in states.append(state) }
        #expect(states[1...] == [.complete, .failed("no luck"), .pending])
        guard case .unusable(let reason) = states[0] else {
            Issue.record("\(states[0])")
            return
        }
        #expect(reason.isDamage == obstacle.isDamage && states[0].isToRun == obstacle.isDamage)
        let message = "\(reason)"
        #expect(message.contains(obstacle.words) && message.contains(folder.cell(plan[0])))
        #expect(!message.contains("\n") && !message.contains("delete"), "\(message)")
        let record = folder.collect(plan)
        #expect(record["status"]?.elements == .int64([4, 0, 2, 1]))
        #expect(record["failure"]?.elements == .strings([message, "", "no luck", ""]))
    }

    @Test func filesSetAsideReplaceNoneThere() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        let cell = try samplePlan()[0]
        for text in ["first", "second", "third"] {
            try Data(text.utf8).write(to: URL(filePath: folder.cell(cell)))
            #expect(try folder.setAside(cell).hasPrefix(folder.file("set-aside/")))
            #expect(folder.state(of: cell) == .pending)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("set-aside"))
        let texts = try names.map {
            try String(contentsOfFile: folder.file("set-aside/\($0)"), encoding: .utf8)
        }
        #expect(Set(texts) == ["first", "second", "third"])
    }

    @Test func whatCannotBeSetAsideIsSaid() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        let cell = try samplePlan()[0]
        try write(cell, to: folder)
        try Data().write(to: URL(filePath: folder.file("set-aside")))
        #expect(
            throws: EngineError.notSetAside(folder.cell(cell), reason: "Not a directory")
        ) { try folder.setAside(cell) }
        #expect(folder.state(of: cell) == .complete)
    }
}
