import Foundation
import Processes
import TestSupport
import Testing

@Suite struct FinishedProcessTests {
    private func shell(
        _ script: String, input: [UInt8] = [], within seconds: Double = 30,
        limit: Int = 1 << 20
    ) throws -> FinishedProcess {
        try FinishedProcess.run(
            "/bin/sh", ["-c", script], input: input, environment: ["GREETING": "hello"],
            within: seconds, outputLimit: limit)
    }

    @Test func outputsAndExitCodeAreTold() throws {
        let finished = try shell("echo $GREETING; echo no >&2; exit 3")
        #expect(finished.ending == .exited(3))
        #expect(String(decoding: finished.output, as: UTF8.self) == "hello\n")
        #expect(String(decoding: finished.complaints, as: UTF8.self) == "no\n")
    }

    /// The pipes hold 64 KiB: whoever waits for one side only hangs.
    @Test func muchIsWrittenAndReadAtATime() throws {
        let input = [UInt8](repeating: 120, count: 3_000_000)
        let finished = try shell(
            "head -c 100000000 /dev/zero; head -c 100000000 /dev/zero >&2; cat >&2; echo end",
            input: input, limit: 200_000_000)
        #expect(finished.ending == .exited(0))
        #expect(finished.output.count == 100_000_004)
        #expect(finished.complaints.count == 103_000_000)
    }

    @Test func whatIsBeyondTheLimitIsDropped() throws {
        let finished = try shell("head -c 10000000 /dev/zero; echo x >&2", limit: 1000)
        #expect(finished.ending == .exited(0))
        #expect(finished.output.count == 1000 && finished.complaints.count == 2)
    }

    /// Whoever does not read must not end us by a signal.
    @Test func aProgramThatDoesNotReadItsInputIsNoHarm() throws {
        for script in ["exit 0", "exec 0<&-; sleep 0.05", "head -c 1 > /dev/null"] {
            let finished = try shell(script, input: [UInt8](repeating: 0, count: 1_000_000))
            #expect(finished.ending == .exited(0))
        }
    }

    @Test func theInputEnds() throws {
        #expect(try shell("cat", input: []).output.isEmpty)
        #expect(try shell("wc -c", input: Array("abc".utf8)).output == Array("3\n".utf8))
    }

    @Test(arguments: ["sleep 60", "trap '' TERM; while :; do sleep 0.1; done", "sleep 60 & wait"])
    func whatTakesTooLongIsKilled(script: String) throws {
        let start = ContinuousClock.now
        let finished = try shell(script, within: 0.2)
        #expect(finished.ending == .timedOut)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    /// A program may leave others behind that keep its outputs open.
    @Test func theEndOfTheProgramIsEnough() throws {
        let start = ContinuousClock.now
        let finished = try shell("echo said; sleep 30 & exit 4")
        #expect(finished.ending == .exited(4) && finished.output == Array("said\n".utf8))
        #expect(ContinuousClock.now - start < .seconds(15))
    }

    /// Closed outputs are not yet the end.
    @Test func aProgramMayCloseItsOutputs() throws {
        #expect(try shell("exec >&- 2>&-; sleep 0.2; exit 5").ending == .exited(5))
        #expect(try shell("exec >&- 2>&-; sleep 60", within: 0.2).ending == .timedOut)
    }

    @Test func signalsAreTold() throws {
        #expect(try shell("kill -9 $$").ending == .signalled(9))
    }

    @Test func whatCannotBeStartedIsAnError() {
        #expect {
            try FinishedProcess.run("presage-is-not-there", [], within: 1, outputLimit: 1)
        } throws: { error in
            (error as? ProcessError)?.isMissingProgram == true
                && "\(error)" == "cannot start 'presage-is-not-there': No such file or directory"
        }
        #expect(throws: ProcessError.notStarted(program: "/", error: EACCES)) {
            try FinishedProcess.run("/", [], within: 1, outputLimit: 1)
        }
    }

    /// Neither what we ignore nor what we hold back reaches a program, and no file of ours.
    @Test func aProgramStartsClean() throws {
        signal(SIGPIPE, SIG_IGN)
        let file = try #require(fopen("/dev/null", "re"))
        defer { fclose(file) }
        let finished = try shell(
            "grep -E 'Sig(Blk|Ign)' /proc/self/status; ls /proc/self/fd | wc -l")
        let lines = String(decoding: finished.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 3)
        let masks = lines.compactMap {
            $0.split(separator: "\t").last.flatMap { Int($0, radix: 16) }
        }
        #expect(masks.first == 0)
        #expect(masks.count > 1 && masks[1] & 1 << (Int(SIGPIPE) - 1) == 0, "\(lines)")
        let ours = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        let theirs = try #require(lines.last.flatMap { Int($0.filter(\.isNumber)) })
        // Three streams, that of ls itself, and what the tests were started with.
        #expect(theirs < ours)
    }

    @Test func noDescriptorIsLeftOpen() throws {
        func count() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        }
        _ = try shell("exit 0")
        let before = try count()
        for _ in 0..<50 { _ = try shell("exit 0", input: [1]) }
        // Other tests come and go.
        #expect(try count() < before + 40)
    }

    /// Signals that arrive all the time interrupt system calls.
    @Test func interruptedCallsAreBegunAgain() throws {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        sigaction(SIGUSR1, &action, nil)
        let stop = DispatchSemaphore(value: 0)
        let target = pthread_self()
        Thread {
            while stop.wait(timeout: .now() + .microseconds(200)) == .timedOut {
                pthread_kill(target, SIGUSR1)
            }
        }.start()
        defer { stop.signal() }
        for _ in 0..<5 {
            let finished = try shell(
                "head -c 300000 /dev/zero; sleep 0.05; cat | wc -c >&2",
                input: [UInt8](repeating: 0, count: 200_000))
            #expect(finished.ending == .exited(0) && finished.output.count == 300_000)
            #expect(String(decoding: finished.complaints, as: UTF8.self).contains("200000"))
        }
    }
}
