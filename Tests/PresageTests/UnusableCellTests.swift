import Foundation
import Store
import TestSupport
import Testing

/// A file in the place of a cell that cannot be used: what each command says and does.
@Suite struct UnusableCellTests {
    private static let sweep = "copy-horizon --size smoke --set truncation=3 --set seed=0"

    /// The name of the file of the one cell with a linear synthesizer.
    private func victim(_ folder: borrowing TemporaryFolder) throws -> String {
        try #require(
            try folder.contents().first {
                $0.contains("cells/") && $0.contains("sg_linear") && $0.hasSuffix(".h5")
            })
    }

    @Test func aDamagedFileIsSetAsideAndItsCellRunAgain() throws {
        let folder = try TemporaryFolder()
        #expect(try Tool.run("run \(Self.sweep)", results: folder.path).code == 0)
        let cell = try victim(folder)
        let url = URL(filePath: folder.path(cell))
        let good = try CellRecord.read(url.path)
        let cut = try Data(contentsOf: url).prefix(5000)
        try cut.write(to: url)
        for command in ["plan", "status", "report"] {
            let ending = try Tool.run("\(command) \(Self.sweep)", results: folder.path)
            #expect(ending.code == 0 && ending.output.contains("unusable"), "\(ending.output)")
            #expect(ending.output.contains(cell) || command == "plan", "\(ending.output)")
        }
        #expect(try Data(contentsOf: url) == cut)
        let ending = try Tool.run("run \(Self.sweep)", results: folder.path)
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.errors.contains("2 of 3 cells need not run"), "\(ending.errors)")
        #expect(ending.output.contains("3 complete"))
        let again = try CellRecord.read(url.path)
        #expect(again.datasets == good.datasets && again.groups == good.groups)
        let aside = try #require(try folder.contents().first { $0.contains("set-aside/") })
        #expect(try Data(contentsOf: URL(filePath: folder.path(aside))) == cut)
        #expect(ending.errors.contains("set aside as \(folder.path(aside))"), "\(ending.errors)")
    }

    @Test func aFileOfSomebodyElseIsNotTouched() throws {
        let folder = try TemporaryFolder()
        #expect(try Tool.run("run \(Self.sweep)", results: folder.path).code == 0)
        let cell = try victim(folder)
        let url = URL(filePath: folder.path(cell))
        try Data("my notes".utf8).write(to: url)
        for command in ["plan", "status", "report"] {
            let ending = try Tool.run("\(command) \(Self.sweep)", results: folder.path)
            #expect(ending.code == 0 && ending.output.contains("unusable"), "\(ending.output)")
        }
        let ending = try Tool.run("run \(Self.sweep)", results: folder.path)
        #expect(ending.code == 1)
        #expect(ending.output.contains("2 complete, 1 unusable"), "\(ending.output)")
        let lines = ending.errors.split(separator: "\n").filter { $0.contains("not run: ") }
        #expect(lines.count == 1 && lines[0].contains(cell), "\(ending.errors)")
        #expect(!ending.errors.contains("delete"))
        let command = try CellRecord.readHeader(
            folder.path(
                try #require(try folder.contents().first { $0.contains("truncated_bptt") }))
        ).provenance.command.replacing("truncated_bptt", with: "sg_linear")
        let words = command.split(separator: " ").dropFirst().joined(separator: " ")
        #expect(try Tool.run(words).code == 1)
        #expect(try String(contentsOf: url, encoding: .utf8) == "my notes")
    }
}
