import Foundation
import TestSupport
import Testing

/// Full disks, folders that cannot be written any more, few open files, few processors.
@Suite struct ScarcityTests {
    private static let sweep =
        "run copy-horizon --size smoke --set truncation=2,3 --set method=truncated_bptt --set seed=0-2"

    /// The options leave room for a part of the cells, then more for all.
    @Test(arguments: [
        ("size=160k", "size=64m"), ("nr_inodes=11", "nr_inodes=1000"),
        ("size=64m,ro", "size=64m,rw"),
    ])
    func aFullDiskEndsTheSweepWithOneLineAndItGoesOnLater(few: String, more: String) throws {
        let folder = try TemporaryFolder()
        guard try Tool.mount(few.replacing(",ro", with: ""), at: folder.path) else { return }
        defer { _ = try? Tool.run("/bin/sh", ["-c", "umount -l '\(folder.path)'"]) }
        if few.hasSuffix("ro") {
            #expect(
                try Tool.shell("presage \(Self.sweep) --where seed=0", in: folder.path).code == 0)
            #expect(
                try Tool.shell("mount -o remount,ro '\(folder.path)'", in: "/").code == 0)
        }
        let ending = try Tool.shell("presage \(Self.sweep) --jobs 1", in: folder.path)
        #expect(ending.code == 1 || few.hasSuffix("ro") && ending.code == 2, "\(ending)")
        let lines = ending.errors.split(separator: "\n")
        #expect(
            lines.count { $0.contains("No space left") || $0.contains("ead-only") } == 1,
            "\(ending)")
        let before = try folder.contents().filter { $0.contains("cells/") }
        #expect(!before.contains { !$0.hasSuffix(".h5") }, "\(before)")
        #expect(try Tool.shell("mount -o remount,\(more) '\(folder.path)'", in: "/").code == 0)
        let after = try Tool.shell("presage \(Self.sweep)", in: folder.path)
        #expect(after.code == 0 && after.output.contains("6 complete"), "\(after)")
        #expect(after.errors.contains("\(before.count) of 6 cells need not run"), "\(after)")
    }

    @Test(arguments: [(20, 300), (64, 300), (40, 1024)])
    func fewOpenFilesMeanFewerCellsAtATime(files: Int, jobs: Int) throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.shell(
            "ulimit -n \(files); presage \(Self.sweep) --jobs \(jobs)", in: folder.path)
        #expect(ending.code == 0 && ending.output.contains("6 complete"), "\(ending)")
        let lines = ending.errors.split(separator: "\n").filter { $0.contains("(ulimit -n)") }
        #expect(lines.count == 1, "\(ending)")
    }

    @Test func theProcessorsAllowedBoundTheJobs() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.shell(
            "taskset -c 0 '\(Tool.program)' \(Self.sweep) --set budget=50", in: folder.path)
        #expect(ending.errors.contains("6 cells to run, 1 at a time"), "\(ending)")
    }

    @Test func limitsOfACellAreNamedInItsRow() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.shell(
            "presage \(Self.sweep.replacing("=0-2", with: "=0")) --set budget=50000000 --time-limit 1s "
                + "--retries 1",
            in: folder.path)
        #expect(ending.code == 1)
        #expect(ending.errors.contains("attempt 2 follows: exceeded the time limit of 1.0 s"))
        #expect(ending.errors.contains("failed in 1"), "\(ending)")
        #expect(ending.errors.contains("2 of 2 cells failed: \(Tool.program) status copy-horizon"))
    }

    @Test func aLogOfObjectsIsOneALine() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.shell("presage \(Self.sweep) --log json", in: folder.path)
        let objects = try ending.errors.split(separator: "\n").map { line in
            try #require(
                JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }
        let events = objects.compactMap { $0["event"] as? String }
        #expect(events.count == objects.count && objects.allSatisfy { $0["time"] is String })
        #expect(events.count { $0 == "cell_began" } == 6 && events.contains("sweep_began"))
        let ends = objects.filter { $0["event"] as? String == "cell_ended" }
        #expect(ends.compactMap { $0["done"] as? Int } == [1, 2, 3, 4, 5, 6])
        #expect(ends.allSatisfy { $0["status"] as? String == "complete" })
        #expect(ends.allSatisfy { $0["seconds"] is Double && $0["total"] as? Int == 6 })
    }
}
