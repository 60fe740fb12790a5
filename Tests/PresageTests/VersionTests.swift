import Foundation
import Store
import TestSupport
import Testing

@testable import Engine
@testable import Presage

@Suite struct VersionTests {
    /// The commit is the program's, not that of the repository that the user stands in.
    @Test func aResultNamesTheProgramsCommitWhereverTheUserStands() throws {
        let folder = try TemporaryFolder()
        let git = try Tool.run(
            "/bin/sh",
            [
                "-c",
                "cd '\(folder.path)' && git init -q . && git -c user.name=a -c user.email=a@b.c "
                    + "commit -q --allow-empty -m a && git rev-parse HEAD",
            ])
        let other = git.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(other.count == 40, "\(git.errors)")
        let arguments = [
            "run", "copy-horizon", "--size", "smoke", "--set", "truncation=3", "--set", "seed=0",
            "--set", "method=sg_linear", "--results", folder.path("results"),
        ]
        let ending = try Tool.run(
            "/usr/bin/env",
            ["-C", folder.path, "GIT_DIR=\(folder.path(".git"))", Tool.program] + arguments)
        #expect(ending.code == 0, "\(ending.errors)")
        let name = try #require(
            try folder.contents().first { $0.contains("cells/") && $0.hasSuffix(".h5") })
        let provenance = try CellRecord.readHeader(folder.path(name)).provenance
        let own = Revision.ofProgram(at: Tool.program)
        #expect(provenance.gitCommit == own.commit && own.commit != other)
        #expect(provenance.gitDirty == own.isDirty.rawValue)
    }

    @Test func theVersionTellsTheProgramAndWhatItWorksWith() throws {
        let ending = try Tool.run("--version")
        #expect(ending.code == 0)
        let names = ending.output.split(separator: "\n").map { $0.prefix { $0 != ":" } }
        #expect(names == ["presage 2", "commit", "dirty", "instruction set", "hdf5", "swift"])
        #expect(ending.output.contains(Revision.ofProgram(at: Tool.program).commit))
    }

    @Test func aDirtyProgramIsRefusedIfAskedFor() throws {
        let folder = try TemporaryFolder()
        // A copy of the program in no build folder, with a record beside it.
        let program = folder.path("presage")
        try FileManager.default.copyItem(atPath: Tool.program, toPath: program)
        func run(_ revision: Revision) throws -> Tool.Ending {
            try JSONEncoder().encode(revision).write(to: URL(filePath: program + ".revision"))
            return try Tool.run(
                program,
                ["run", "copy-horizon", "--size", "smoke", "--refuse-dirty", "--dry-run"])
        }
        let clean = try run(Revision(commit: "c0ffee", changes: []))
        #expect(clean.code == 0, "\(clean.errors)")
        let dirty = try run(Revision(commit: "c0ffee", changes: [" M Sources/a.swift"]))
        #expect(dirty.code == 2)
        #expect(
            dirty.errors
                == "error: --refuse-dirty: the program is not that of a commit, but c0ffee "
                + "(changed: M Sources/a.swift): commit the changes and build again\n")
        try FileManager.default.removeItem(atPath: program + ".revision")
        let unknown = try Tool.run(
            program, ["run", "copy-horizon", "--size", "smoke", "--refuse-dirty", "--dry-run"])
        #expect(unknown.code == 2 && unknown.errors.contains("but unknown ("))
    }
}
