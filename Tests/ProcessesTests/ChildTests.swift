import Foundation
import Processes
import TestSupport
import Testing

@Suite struct ChildTests {
    private func child(_ script: String, input: String = "") throws -> Child {
        try Child(
            "/bin/sh", ["-c", script], environment: ["GREETING": "hello"],
            input: Array(input.utf8))
    }

    /// Follows a child to its end, or for 20 seconds.
    private func follow(_ child: Child) -> (output: String, ending: Ending?) {
        var output: [UInt8] = []
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(20) {
            _ = poll(child.awaited, seconds: 0.05)
            child.send()
            while let part = child.read() { output += part }
            if child.isSilent, let end = child.ended() {
                return (String(decoding: output, as: UTF8.self), end.ending)
            }
        }
        return (String(decoding: output, as: UTF8.self), nil)
    }

    @Test func itReadsItsFirstLineAndTheRestStaysOpen() throws {
        let child = try child(
            "read line; echo $line $GREETING >&2; echo next; read more; echo over; exit 7",
            input: "job\n")
        while child.read() == nil { _ = poll(child.awaited, seconds: 1) }
        #expect(child.ended() == nil)
        child.closeInput()
        let (output, ending) = follow(child)
        #expect(output.hasSuffix("over\n") && ending == .exited(7))
    }

    @Test func aLongInputIsSentAsItIsRead() throws {
        let child = try child("wc -c", input: String(repeating: "x", count: 1_000_000))
        var awaited = child.awaited
        while awaited.contains(where: { $0.events == POLLOUT }) {
            _ = poll(awaited, seconds: 1)
            child.send()
            awaited = child.awaited
        }
        child.closeInput()
        let (output, ending) = follow(child)
        #expect(output.contains("1000000") && ending == .exited(0))
    }

    @Test func aSignalEndsIt() throws {
        let child = try child("exec sleep 60")
        child.signal(SIGTERM)
        #expect(follow(child).ending == .signalled(SIGTERM))
    }

    @Test func whatItUsedIsTold() throws {
        let child = try child("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; read x")
        var memory = 0
        let start = ContinuousClock.now
        while memory < 100_000, ContinuousClock.now - start < .seconds(10) {
            memory = child.residentMemory ?? 0
        }
        #expect(memory >= 100_000)
        child.closeInput()
        _ = follow(child)
        let usage = try #require(child.ended()?.usage)
        #expect(usage.peakMemory > 100_000 && usage.processorSeconds > 0)
    }

    @Test func aDescriptorGoesAlongUnderItsNumber() throws {
        let folder = try TemporaryFolder()
        let number = open(folder.path("lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(number) }
        let child = try Child(
            "/bin/sh", ["-c", "readlink /proc/$$/fd/\(number)"], environment: [:], input: [],
            inheriting: [number])
        #expect(follow(child).output.contains("/lock"))
        let without = try self.child("readlink /proc/$$/fd/\(number) || echo none")
        #expect(follow(without).output.hasSuffix("none\n"))
    }

    /// A child started later must not hold the input of an earlier one open.
    @Test func inputsEndOneByOne() throws {
        let first = try child("cat; echo first")
        let second = try child("cat; echo second")
        first.closeInput()
        #expect(follow(first).output == "first\n")
        #expect(second.ended() == nil)
        second.closeInput()
        #expect(follow(second).output == "second\n")
    }
}
