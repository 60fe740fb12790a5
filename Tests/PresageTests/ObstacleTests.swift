import Foundation
import TestSupport
import Testing

/// What stands in the way of a sweep half-way: the cells it has are kept, the fault is named in one
/// line, and the same command goes on when the way is free.
@Suite struct ObstacleTests {
    private static let sweep =
        "run copy-horizon --size smoke --set truncation=2,3 --set method=truncated_bptt --set seed=0-2"
    private static let place = "results/smoke/copy-horizon"
    /// Waits for the first cell of a sweep that runs beside the script.
    private static let waiting = """
        for i in $(seq 1000); do ls \(place)/cells/*.h5 >/dev/null 2>&1 && break; sleep 0.01; done
        """

    private func expectOneLine(
        _ ending: Tool.Ending, naming fault: String, _ folder: borrowing TemporaryFolder
    ) throws {
        #expect(ending.code == 1, "\(ending)")
        let lines = ending.errors.split(separator: "\n")
        #expect(lines.count { $0.contains(fault) } == 1, "\(ending)")
        #expect(lines.count { $0.contains("to go on: ") } == 1, "\(ending)")
        let names = try folder.contents()
        #expect(!names.contains { $0.contains(".tmp-") || $0.contains("locks/") }, "\(names)")
    }

    private func expectItGoesOn(_ folder: borrowing TemporaryFolder) throws {
        let kept = try folder.contents().count { $0.contains("/cells/") }
        let ending = try Tool.shell("presage \(Self.sweep)", in: folder.path)
        #expect(ending.code == 0 && ending.output.contains("6 complete"), "\(ending)")
        #expect(ending.errors.contains("\(kept) of 6 cells need not run"), "\(ending)")
    }

    /// The superuser may write everywhere: here it is somebody else.
    @Test func aFolderThatLosesItsPermissionsHalfway() throws {
        let folder = try TemporaryFolder()
        guard getuid() == 0, chmod(folder.path, 0o777) == 0 else {
            print("skipped: only the superuser can become somebody else")
            return
        }
        let nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups"
        guard try Tool.shell("\(nobody) '\(Tool.program)' list", in: "/").code == 0 else {
            print("skipped: somebody else cannot run the program where it lies")
            return
        }
        let ending = try Tool.shell(
            """
            \(nobody) '\(Tool.program)' \(Self.sweep) --set budget=1500 --jobs 1 &
            \(Self.waiting)
            chmod a-w \(Self.place)/cells
            wait $!
            """, in: folder.path)
        try expectOneLine(ending, naming: "Permission denied", folder)
        #expect(try folder.contents().count { $0.contains("/cells/") } < 6)
        let again = try Tool.shell(
            "chmod u+w \(Self.place)/cells; presage \(Self.sweep) --set budget=1500",
            in: folder.path)
        #expect(again.code == 0 && again.output.contains("6 complete"), "\(again)")
    }

    @Test func aDiskThatBecomesReadOnlyHalfway() throws {
        let folder = try TemporaryFolder()
        guard try Tool.mount("size=64m", at: folder.path) else { return }
        defer { _ = try? Tool.shell("umount -l '\(folder.path)'", in: "/") }
        // A file that is being written keeps a disk from being made read-only.
        let ending = try Tool.shell(
            """
            presage \(Self.sweep) --set budget=1500 --jobs 1 & run=$!
            \(Self.waiting)
            for i in $(seq 1000); do
                mount -o remount,ro '\(folder.path)' 2>/dev/null && break; sleep 0.005
            done
            wait $run
            """, in: folder.path)
        let left = try folder.contents()
        #expect(ending.code == 1, "\(ending)")
        let lines = ending.errors.split(separator: "\n")
        #expect(lines.count { $0.contains("ead-only") } == 1, "\(ending)")
        #expect(lines.count { $0.contains("to go on: ") } == 1, "\(ending)")
        #expect(!left.contains { $0.contains(".tmp-") }, "\(left)")
        let again = try Tool.shell(
            "mount -o remount,rw '\(folder.path)'; presage \(Self.sweep) --set budget=1500",
            in: folder.path)
        #expect(again.code == 0 && again.output.contains("6 complete"), "\(again)")
    }

    /// The cells are there; only the page has no place.
    @Test func aReportThatCannotBeWritten() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.shell(
            "mkdir -p \(Self.place); touch \(Self.place)/overridden; presage \(Self.sweep)",
            in: folder.path)
        try expectOneLine(ending, naming: "Not a directory", folder)
        #expect(ending.errors.contains("all cells are kept, but there is no report"), "\(ending)")
        unlink(folder.path("\(Self.place)/overridden"))
        try expectItGoesOn(folder)
    }

    /// One that cannot be kept costs its cell or its log, and no other cell.
    @Test(arguments: ["checkpoints", "logs", "set-aside"])
    func aFileInThePlaceOfAFolder(name: String) throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.shell(
            "mkdir -p \(Self.place); touch \(Self.place)/\(name); presage \(Self.sweep)"
                + " --checkpoint-every 0.01",
            in: folder.path)
        #expect(ending.code == 0 && ending.output.contains("6 complete"), "\(ending)")
    }

    /// A folder in the place of a checkpoint costs the cell that exceeds its time, and no other.
    @Test func aFolderInThePlaceOfACheckpoint() throws {
        let folder = try TemporaryFolder()
        let long = "\(Self.sweep) --where seed=0 --set budget=50000000 --time-limit 1s --jobs 2"
        let ending = try Tool.shell(
            "mkdir -p \(Self.place); touch \(Self.place)/checkpoints; presage \(long)",
            in: folder.path)
        #expect(ending.code == 1, "\(ending)")
        #expect(
            ending.errors.split(separator: "\n")
                .count { $0.contains("failed in") && $0.contains("exceeded the time limit") } == 2,
            "\(ending)")
        #expect(!ending.errors.contains("no more cells are begun"), "\(ending)")
    }

    @Test func aCellThatAnotherRunIsAt() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.shell(
            """
            '\(Tool.program)' run copy-horizon --size smoke --set truncation=2 --set method=truncated_bptt \
                --set seed=0 --set budget=50000000 2>/dev/null & run=$!
            for i in $(seq 500); do ls \(Self.place)/locks/*.lock >/dev/null 2>&1 && break; sleep 0.01; done
            sleep 0.2
            presage cell copy-horizon --size smoke --set budget=50000000 \
                --at truncation=2 --at method=truncated_bptt --at seed=0
            code=$?
            kill $run; wait $run
            exit $code
            """, in: folder.path)
        #expect(ending.code == 1 && ending.output.isEmpty, "\(ending)")
        let lines = ending.errors.split(separator: "\n")
        #expect(
            lines.count == 1 && lines.first?.contains("error: another run is at the cell") == true,
            "\(ending)")
    }

    /// A cell run by itself leaves no lock, and the next sweep takes its file as it is.
    @Test func aCellRunByItselfGivesItsClaimBack() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.shell(
            "presage cell copy-horizon --size smoke --at truncation=2 --at method=truncated_bptt "
                + "--at seed=0 && ls \(Self.place)/locks", in: folder.path)
        #expect(ending.code == 0 && !ending.output.contains(".lock"), "\(ending)")
    }
}
