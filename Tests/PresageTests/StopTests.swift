import Foundation
import TestSupport
import Testing

/// A sweep asked to stop while its cells have long nothing to tell.
@Suite struct StopTests {
    /// Two cells that record nothing for hours.
    private static let sweep = [
        "run", "copy-horizon", "--size", "smoke", "--set", "truncation=2", "--set",
        "method=truncated_bptt", "--set", "seed=0,1", "--set", "budget=50000000", "--set",
        "record_every=50000000", "--set", "evaluate_every=50000000", "--jobs", "2",
    ]

    /// Runs a program on a terminal of its own until two cells run, stops it in some way, and prints
    /// the seconds until it ended, its exit code and what it wrote.
    private static let script = """
        import os, pty, select, signal, sys, time
        way, program, *arguments = sys.argv[1:]
        pid, terminal = pty.fork()
        if pid == 0: os.execv(program, [program, *arguments])
        out = b""
        def read(wait):
            global out
            try:
                if select.select([terminal], [], [], wait)[0]: out += os.read(terminal, 65536)
            except OSError: time.sleep(wait)
        begin = time.time()
        while b" 2 running" not in out and time.time() - begin < 60: read(0.05)
        time.sleep(0.5)
        start = time.time()
        if way == "frozen twice":
            # Cells that cannot obey.
            for name in os.listdir("/proc"):
                try: fields = open("/proc/" + name + "/stat").read().rsplit(")", 1)[1].split()
                except OSError: continue
                if fields[1] == str(pid): os.kill(int(name), signal.SIGSTOP)
            os.write(terminal, b"\\x03"); time.sleep(0.5); os.write(terminal, b"\\x03")
        if way == "term twice":
            os.kill(pid, signal.SIGTERM); time.sleep(0.02); os.kill(pid, signal.SIGTERM)
        if way == "hup": os.close(terminal)
        if way == "ctrl-c": os.write(terminal, b"\\x03")
        if way == "term": os.kill(pid, signal.SIGTERM)
        if way == "kill": os.kill(pid, signal.SIGKILL)
        if way == "pause":
            os.kill(pid, signal.SIGSTOP); time.sleep(1); os.kill(pid, signal.SIGCONT)
            time.sleep(0.5); start = time.time(); os.kill(pid, signal.SIGTERM)
        ended, status = 0, 0
        while not ended and time.time() - start < 30:
            if way != "hup": read(0.01)
            ended, status = os.waitpid(pid, os.WNOHANG)
        took = time.time() - start
        if way != "hup": read(0.1)
        print("%.2f" % took, -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
        print(out.decode(errors="replace").replace("\\r", "\\n"))
        """

    private func stop(_ way: String, results: String) throws -> (
        seconds: Double, code: Int, text: String
    ) {
        let ending = try Tool.run(
            "/usr/bin/env",
            ["python3", "-c", Self.script, way, Tool.program] + Self.sweep + ["--results", results])
        let first = ending.output.split(separator: "\n").first?.split(separator: " ") ?? []
        let seconds = try #require(first.first.flatMap { Double($0) }, "\(ending)")
        return (seconds, try #require(first.last.flatMap { Int($0) }), ending.output)
    }

    /// The cells' processes that work in a folder.
    private func processes(in results: String) -> Int {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.count { name in
            guard Int(name) != nil,
                let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(name)/fd")
            else { return false }
            return files.contains { file in
                let target = try? FileManager.default.destinationOfSymbolicLink(
                    atPath: "/proc/\(name)/fd/\(file)")
                return target?.hasPrefix(results) == true
            }
        }
    }

    @Test(arguments: [
        ("ctrl-c", 130), ("term", 143), ("hup", 129), ("pause", 143), ("term twice", 143),
    ])
    func aSweepStopsWithinTwoSecondsAndSaysHowToGoOn(way: String, code: Int) throws {
        let folder = try TemporaryFolder()
        let results = folder.path("it's here")
        let ending = try stop(way, results: results)
        #expect(ending.code == code, "\(ending)")
        #expect(ending.seconds < 2, "\(ending)")
        #expect(processes(in: results) == 0)
        let names = try folder.contents()
        #expect(names.count { $0.contains("checkpoints/") && $0.hasSuffix(".h5") } == 2, "\(names)")
        #expect(!names.contains { $0.contains("cells/") || $0.contains("locks/") }, "\(names)")
        guard way != "hup" else { return }
        let name = [2: "SIGINT", 15: "SIGTERM"][code - 128] ?? ""
        let command = (Self.sweep + ["--results"]).joined(separator: " ")
        #expect(
            ending.text.contains(
                "copy-horizon: stopped by \(name): 0 of 2 cells are finished, 2 have checkpoints; to "
                    + "go on: \(Tool.program) \(command) '\(folder.path)/it'\\''s here'"),
            "\(ending)")
    }

    /// Who asks a second time does not wait for cells that do not obey.
    @Test func aSecondInterruptEndsCellsThatDoNotStop() throws {
        let folder = try TemporaryFolder()
        let ending = try stop("frozen twice", results: folder.path)
        #expect(ending.code == 130, "\(ending)")
        // Without the second they have until 1.6 s.
        #expect(ending.seconds < 1.5, "\(ending)")
        #expect(processes(in: folder.path) == 0)
        #expect(try !folder.contents().contains { $0.contains("cells/") || $0.contains("locks/") })
    }

    @Test func noCellOutlivesAKilledSweep() throws {
        let folder = try TemporaryFolder()
        let ending = try stop("kill", results: folder.path)
        #expect(ending.code == -9)
        var left = processes(in: folder.path)
        let start = ContinuousClock.now
        while left > 0, ContinuousClock.now - start < .seconds(3) {
            usleep(20_000)
            left = processes(in: folder.path)
        }
        #expect(left == 0)
        #expect(try folder.contents().count { $0.contains("checkpoints/") } == 2)
    }

    /// What the caller ignores, as nohup does, is ignored by the cells too.
    @Test func aSweepThatIgnoresTheHangupGoesOn() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.run(
            "/bin/bash",
            [
                "-c",
                """
                trap '' HUP
                setsid '\(Tool.program)' run copy-horizon --size smoke --set truncation=2 \
                    --set method=truncated_bptt --set seed=0 --set budget=3000 \
                    --results '\(folder.path)' &
                for i in 1 2 3 4 5 6 7 8; do sleep 0.1; kill -HUP -$! 2>/dev/null; done
                wait $!
                """,
            ])
        #expect(ending.code == 0 && ending.output.contains("1 complete"), "\(ending)")
    }
}
