import Foundation
import TestSupport
import Testing

/// Few processes, little memory, a pause: a sweep ends whole, or with what it lacked in its rows.
@Suite struct LimitTests {
    private static let sweep =
        "run copy-horizon --size smoke --set truncation=2,3 --set method=truncated_bptt --set seed=0-2"

    /// As somebody else, whom the limit binds, with room for a few processes.
    @Test(arguments: [1, 2, 4])
    func fewProcessesAllowed(count: Int) throws {
        let folder = try TemporaryFolder()
        guard getuid() == 0, chmod(folder.path, 0o777) == 0 else {
            print("skipped: only the superuser can become somebody else")
            return
        }
        let user = 64_000 + count
        let other = "setpriv --reuid \(user) --regid \(user) --clear-groups"
        guard try Tool.shell("\(other) '\(Tool.program)' list", in: "/").code == 0 else {
            print("skipped: somebody else cannot run the program where it lies")
            return
        }
        let ending = try Tool.shell(
            "\(other) /bin/sh -c 'ulimit -u \(count); exec \"$0\" \(Self.sweep) --jobs 4' '\(Tool.program)'",
            in: folder.path)
        #expect([0, 1].contains(ending.code), "\(ending)")
        #expect(!ending.errors.contains("Fatal error"), "\(ending)")
        let isComplete = ending.output.contains("6 complete")
        #expect(isComplete == (ending.code == 0), "\(ending)")
        #expect(
            isComplete || ending.errors.contains("failed in")
                || ending.errors.contains("to go on: "), "\(ending)")
        let again = try Tool.shell("presage \(Self.sweep)", in: folder.path)
        #expect(again.code == 0 && again.output.contains("6 complete"), "\(again)")
    }

    /// Kilobytes of addresses: too few for the program itself, for its cells, and enough.
    @Test(arguments: [20_000, 60_000, 100_000, 150_000, 250_000, 500_000])
    func fewAddressesAllowed(kilobytes: Int) throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.shell(
            "ulimit -v \(kilobytes); presage \(Self.sweep) --jobs 2", in: folder.path)
        #expect((ending.code == 0) == ending.output.contains("6 complete"), "\(ending)")
        let names = try folder.contents()
        #expect(!names.contains { $0.contains(".tmp-") }, "\(names)")
        let again = try Tool.shell("presage \(Self.sweep)", in: folder.path)
        #expect(again.code == 0 && again.output.contains("6 complete"), "\(again)")
    }

    /// Ctrl-Z and fg, or a laptop that sleeps: the sweep and its cells go on where they were.
    @Test func aPausedSweepGoesOn() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.shell(
            """
            set -m
            presage \(Self.sweep) --set budget=1500 --jobs 2 & sleep 0.5
            kill -STOP -- -$!; sleep 1.5; kill -CONT -- -$!
            wait $!
            """, in: folder.path)
        #expect(ending.code == 0 && ending.output.contains("6 complete"), "\(ending)")
    }
}
