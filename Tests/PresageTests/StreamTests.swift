import Foundation
import TestSupport
import Testing

/// Closed, full and vanished streams: nothing crashes, nothing printed is lost in silence, and a
/// sweep goes on whoever listens.
@Suite struct StreamTests {
    private static let sweep =
        "run copy-horizon --size smoke --set truncation=2 --set method=truncated_bptt --set seed=0,1"

    private func shell(_ script: String, _ folder: borrowing TemporaryFolder) throws -> Tool.Ending
    {
        try Tool.run(
            "/bin/bash",
            ["-c", "presage() { '\(Tool.program)' \"$@\"; }; cd '\(folder.path)'; \(script)"])
    }

    private func reportIsWritten(_ folder: borrowing TemporaryFolder) throws -> Bool {
        let names = try folder.contents()
        return names.contains { $0.hasSuffix("report.txt") }
            && names.count { $0.contains("cells/") } == 2
    }

    @Test(arguments: ["2>/dev/full", "2>&-", "2>&- <&-", "<&-", "2>/dev/full </dev/full"])
    func aSweepNeedsNoOneToComplainTo(streams: String) throws {
        let folder = try TemporaryFolder()
        let ending = try shell("presage \(Self.sweep) \(streams)", folder)
        #expect(ending.code == 0 && ending.output.contains("2 complete"), "\(ending)")
        #expect(try reportIsWritten(folder))
    }

    @Test(arguments: [
        (">/dev/full", "No space left on device"), (">&-", "it is closed"),
        (">&- <&-", "it is closed"),
    ])
    func whatCannotBePrintedIsAFailure(streams: String, reason: String) throws {
        let folder = try TemporaryFolder()
        for command in [
            Self.sweep, "list", "list --settings", "plan copy-horizon", "status copy-horizon",
            "--help", "run --help", Self.sweep + " --dry-run",
        ] {
            let ending = try shell("presage \(command) \(streams)", folder)
            #expect(ending.code == 1, "\(command): \(ending)")
            let last = ending.errors.split(separator: "\n").last
            #expect(
                last
                    == "error: what is printed is lost, standard output cannot be written: \(reason)",
                "\(command): \(ending)")
        }
        #expect(try reportIsWritten(folder))
    }

    @Test(arguments: [">/dev/full 2>/dev/full", ">&- 2>&-", ">&- 2>&- <&-"])
    func whatCannotBePrintedIsAFailureAlsoWithoutComplaints(streams: String) throws {
        let folder = try TemporaryFolder()
        #expect(try shell("presage \(Self.sweep) \(streams)", folder).code == 1)
        #expect(try reportIsWritten(folder))
    }

    /// A reader that has read enough is no fault; the exit code is that of a program which SIGPIPE
    /// ends.
    @Test(arguments: ["list --settings", "plan copy-horizon --size desk", "--help", Self.sweep])
    func aReaderMayStop(command: String) throws {
        let folder = try TemporaryFolder()
        let ending = try shell("presage \(command) | head -1; echo ${PIPESTATUS[0]}", folder)
        let code = ending.output.split(separator: "\n").last
        #expect(code == "0" || code == "141", "\(ending)")
        #expect(!ending.errors.contains("error"), "\(ending)")
        let early = try shell(
            "(sleep 1; presage \(command)) | true; echo ${PIPESTATUS[0]}", folder)
        #expect(early.output == "141\n", "\(early)")
        if command == Self.sweep { #expect(try reportIsWritten(folder)) }
    }

    /// Standard error into a pipe that nobody reads fills: the sweep does not wait for it.
    @Test func aReaderMaySleep() throws {
        let folder = try TemporaryFolder()
        let ending = try shell(
            """
            mkfifo pipe; exec 5<>pipe
            head -c 65536 /dev/zero >&5
            presage \(Self.sweep) 2>&5
            """, folder)
        #expect(ending.code == 0 && ending.output.contains("2 complete"), "\(ending)")
    }
}
