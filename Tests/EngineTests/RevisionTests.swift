import Foundation
import Processes
import TestSupport
import Testing

@testable import Engine

@Suite struct RevisionTests {
    /// A package under git with one source, its program built after it.
    private struct Package {
        let folder: String

        init(in temporary: borrowing TemporaryFolder) throws {
            folder = temporary.path
            try write("Package.swift", "")
            try write(".gitignore", ".build/\n")
            try write("Sources/a.swift", "let a = 1\n")
            try git("init", "-q", ".")
            try commit()
            try build()
        }

        func path(_ name: String) -> String { "\(folder)/\(name)" }

        @discardableResult func git(_ arguments: String...) throws -> String {
            let identity = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
            let answer = try FinishedProcess.run(
                "git", ["-C", folder] + identity + arguments, within: 30, outputLimit: 1 << 16)
            #expect(answer.ending == .exited(0))
            return String(decoding: answer.output, as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }

        func write(_ name: String, _ text: String) throws {
            let url = URL(filePath: path(name))
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }

        @discardableResult func commit() throws -> String {
            try git("add", "-A")
            try git("commit", "-q", "--allow-empty", "-m", "a")
            return try head()
        }

        func head() throws -> String { try git("rev-parse", "HEAD") }

        /// Makes the program newer than all that there is.
        func build() throws { try write(".build/release/tool", UUID().uuidString) }

        /// Makes a file older than all others.
        func age(_ name: String) throws {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1e9)],
                ofItemAtPath: path(name))
        }

        func revision(within seconds: Double = 10) -> Revision {
            .ofProgram(at: path(".build/release/tool"), within: seconds)
        }
    }

    @Test func itIsThatOfThePackageWhoseBuildFolderHoldsTheProgram() throws {
        let folder = try TemporaryFolder()
        let package = try Package(in: folder)
        #expect(package.revision() == Revision(commit: try package.head(), changes: []))
        #expect(package.revision().doubt == nil)
    }

    @Test(
        arguments: [
            "Sources/a.swift", "Sources/new.swift", "Sources/a b\nc.swift", "Sources/ü.swift",
        ])
    func aChangedOrNewFileIsNamed(file: String) throws {
        let folder = try TemporaryFolder()
        let package = try Package(in: folder)
        try package.write(file, "let b = 2\n")
        try package.build()
        let revision = package.revision()
        #expect(revision.isDirty == .yes)
        #expect(revision.changes.map { String($0.dropFirst(3)) } == [file])
        #expect(revision.doubt?.contains(file.replacing("\n", with: "?")) == true)
    }

    @Test func manyChangesAreCountedAndTheFirstNamed() throws {
        let folder = try TemporaryFolder()
        let package = try Package(in: folder)
        for index in 0..<8 { try package.write("Sources/\(index).swift", "") }
        #expect(package.revision().changes.count == 5)
        #expect(package.revision().doubt?.hasSuffix(" and 3 more") == true)
    }

    @Test func resultsAndBuiltFilesAreNoChange() throws {
        let folder = try TemporaryFolder()
        let package = try Package(in: folder)
        try package.write("results/quick/a/report.txt", "")
        try package.write(".build/b", "")
        #expect(package.revision().isDirty == .no)
    }

    /// What has been committed since is not what the program was built from.
    @Test func sourcesNewerThanTheProgramAreAChange() throws {
        let folder = try TemporaryFolder()
        let package = try Package(in: folder)
        try package.write("Sources/a.swift", "let a = 3\n")
        try package.commit()
        try package.age(".build/release/tool")
        try package.age("Package.swift")
        #expect(package.revision().isDirty == .yes)
        #expect(package.revision().doubt == "Sources/a.swift is newer than the program")
        try package.build()
        #expect(package.revision().isDirty == .no)
    }

    @Test func theRecordBesideTheProgramCountsUnlessTheProgramIsNewer() throws {
        let folder = try TemporaryFolder()
        let package = try Package(in: folder)
        let recorded = Revision(commit: "c0ffee", changes: [" M a"])
        let json = String(decoding: try JSONEncoder().encode(recorded), as: UTF8.self)
        try package.write(".build/release/tool.revision", json)
        #expect(package.revision() == recorded)
        try package.age(".build/release/tool.revision")
        #expect(package.revision().commit == (try package.head()))
        // A record that cannot be read is none.
        try package.write(".build/release/tool.revision", "c0ffee")
        #expect(package.revision().commit == (try package.head()))
    }

    @Test func aRepositoryThatMerelyHoldsTheProgramIsNotAsked() throws {
        let folder = try TemporaryFolder()
        let package = try Package(in: folder)
        try package.write("bin/tool", "")
        let revision = Revision.ofProgram(at: package.path("bin/tool"))
        #expect(revision.commit == "unknown" && revision.isDirty == .unknown)
        #expect(revision.doubt?.contains("no package's build folder") == true)
        let gone = Revision.ofProgram(at: package.path("gone"))
        #expect(gone.doubt?.hasSuffix("is gone") == true)
    }

    /// git refreshes its index when asked for changes; here that would take the repository's lock.
    @Test func theIndexIsNeitherWrittenNorNeeded() throws {
        let folder = try TemporaryFolder()
        let package = try Package(in: folder)
        let index = package.path(".git/index")
        let before = FileManager.default.contents(atPath: index)
        try package.write("Sources/a.swift", "let a = 1\n")
        try package.build()
        #expect(package.revision().isDirty == .no)
        #expect(FileManager.default.contents(atPath: index) == before)
        try package.write(".git/index.lock", "")
        #expect(package.revision().isDirty == .no)
    }

    @Test func aPackageWithoutARepositoryIsUnknownForAReason() throws {
        let folder = try TemporaryFolder()
        let package = try Package(in: folder)
        try FileManager.default.removeItem(atPath: package.path(".git"))
        #expect(package.revision().commit == "unknown")
        #expect(package.revision().doubt?.contains("not a git repository") == true)
    }

    @Test func aRepositoryWithoutACommitIsUnknown() throws {
        let folder = try TemporaryFolder()
        let package = try Package(in: folder)
        try FileManager.default.removeItem(atPath: package.path(".git"))
        try package.git("init", "-q", ".")
        #expect(package.revision().commit == "unknown" && package.revision().doubt != nil)
    }

    @Test func aRepositoryOfSomeoneElseIsUnknownForAReason() throws {
        guard getuid() == 0 else { return print("skipped: only the superuser gives files away") }
        let folder = try TemporaryFolder()
        let package = try Package(in: folder)
        for path in [package.folder, package.path(".git")] {
            #expect(chown(path, 12345, 12345) == 0)
        }
        #expect(package.revision().commit == "unknown")
        #expect(package.revision().doubt?.contains("dubious ownership") == true)
    }
}
