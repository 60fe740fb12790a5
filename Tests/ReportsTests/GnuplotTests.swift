import Foundation
import Processes
import TestSupport
import Testing

@testable import Reports

/// Figures by a gnuplot that behaves, and by programs of that name that do not.
@Suite struct GnuplotTests {
    static let hasGnuplot = ["/usr/bin", "/usr/local/bin", "/bin"].contains {
        FileManager.default.isExecutableFile(atPath: $0 + "/gnuplot")
    }

    /// A program in gnuplot's place. Written by a program, since one that this process has open for
    /// writing cannot be started, nor while another test's child still has it.
    private func program(
        _ script: String, in folder: borrowing TemporaryFolder
    ) throws -> String {
        let path = folder.path("gnuplot")
        let writer = try FinishedProcess.run(
            "/bin/sh", ["-c", "cat >\"$0\" && chmod 755 \"$0\"", path],
            input: Array(("#!/bin/sh\n" + script + "\n").utf8), within: 20, outputLimit: 1000)
        #expect(writer.ending == .exited(0))
        return path
    }

    private func fault(_ script: String, patience: Double = 20) throws -> String {
        let folder = try TemporaryFolder()
        // More than a pipe holds, which a program that ends early leaves unread.
        let input = String(repeating: "# nothing\n", count: 100_000)
        let drawing = Gnuplot.draw(
            Gnuplot.Script(commands: input, width: 100, height: 100),
            program: try program(script, in: folder), patience: patience)
        guard case .fault(let fault) = drawing else { return "drawn" }
        #expect(!fault.contains { $0.isNewline } && fault.count < 600)
        return fault
    }

    @Test func aProgramThatEndsEarlyIsAFault() throws {
        for _ in 0..<20 {
            let (early, empty) = (try fault("exit 3"), try fault("exec true"))
            #expect(early == "gnuplot ended with exit code 3")
            #expect(empty == "gnuplot gave no whole SVG")
        }
        #expect(
            try fault("echo 'line 1: no such function' >&2; exit 1")
                == "gnuplot ended with exit code 1: line 1: no such function")
        #expect(try fault("kill -9 $$") == "gnuplot was ended by signal 9")
    }

    @Test func aProgramThatHangsIsEnded() throws {
        #expect(try fault("exec sleep 100", patience: 0.2) == "gnuplot did not end within 0 s")
    }

    @Test func manyComplaintsHoldNothingUp() throws {
        let fault = try fault("head -c 100000000 /dev/zero | tr '\\0' x >&2; exit 1")
        #expect(fault.hasPrefix("gnuplot ended with exit code 1: xxx"))
    }

    /// A figure is whole or it is none.
    @Test(arguments: [
        "printf '<?xml version=\"1.0\"?><svg>'", "printf '</svg>'", "printf 'no svg at all'",
        "printf '<?xml version=\"1.0\"?><svg></svg> and more'",
    ])
    func halfAnSVGIsAFault(script: String) throws {
        #expect(try fault("cat >/dev/null; \(script)") == "gnuplot gave no whole SVG")
    }

    /// A gnuplot without Cairo draws no PNG, and half a PNG is none.
    @Test(arguments: [
        ("printf '\\211PNG half'", "gnuplot gave no whole PNG"),
        ("echo '<?xml version=\"1.0\"?><svg></svg>'", "gnuplot gave no whole PNG"),
        (
            "echo 'unknown or ambiguous terminal type' >&2; exit 1",
            "gnuplot ended with exit code 1: unknown or ambiguous terminal type"
        ),
    ])
    func aPNGIsWholeOrItIsNone(script: String, fault: String) throws {
        let folder = try TemporaryFolder()
        let drawing = Gnuplot.draw(
            Gnuplot.Script(commands: "", width: 10, height: 10), as: .png,
            program: try program("cat >/dev/null; " + script, in: folder))
        guard case .fault(let found) = drawing else {
            Issue.record("\(script): drawn")
            return
        }
        #expect(found == fault)
        let figure = PageFigure(
            name: "x.svg", caption: "", fault: nil, imageFault: found, svg: nil)
        #expect(
            PageText(title: "", blocks: [.figures([figure])]).paragraphs
                .map { $0.joined(separator: " ") }
                == ["Figure: figures/x.svg (its PNG is not drawn: \(fault))"])
    }

    @Test func aMissingProgramIsAFault() {
        let drawing = Gnuplot.draw(
            Gnuplot.Script(commands: "", width: 10, height: 10), program: "/nowhere/gnuplot")
        guard case .fault("gnuplot is missing, install gnuplot-nox") = drawing else {
            Issue.record("\(drawing)")
            return
        }
    }

    @Test func aStringIsOneLineInSingleQuotes() {
        #expect(Gnuplot.quoted("loss of a [nats]") == "'loss of a [nats]'")
        #expect(Gnuplot.quoted("'it's'") == "'\u{2019}it\u{2019}s\u{2019}'")
        #expect(Gnuplot.quoted("a\nb\r\u{2028}c\u{0}`ls`") == "'a b  c \u{2019}ls\u{2019}'")
        #expect(Gnuplot.quoted(String(repeating: "x", count: 10_000)).count == 203)
    }

    /// The user's own settings of gnuplot change no figure.
    @Test(.enabled(if: hasGnuplot, "gnuplot is not installed"))
    func aFigureIsTheSameForEveryUser() throws {
        let folder = try TemporaryFolder()
        try Data("set title 'mine'\nset style data points\n".utf8).write(
            to: URL(filePath: folder.path(".gnuplot")))
        let script = Gnuplot.Script(
            commands: "plot [0:1] [0:1] x with lines title \(Gnuplot.quoted("a `b` $x @y"))\n",
            width: 300, height: 200)
        let plain = Gnuplot.draw(script)
        let variables =
            "HOME='\(folder.path)' GNUTERM=dumb GNUPLOT_LIB='\(folder.path)' LC_ALL=de_DE.UTF-8"
        let other = Gnuplot.draw(
            script,
            program: try program("\(variables) exec gnuplot \"$@\"", in: folder))
        guard case .drawn(let first) = plain, case .drawn(let second) = other else {
            Issue.record("\(plain) \(other)")
            return
        }
        #expect(first == second)
        #expect(String(decoding: first, as: UTF8.self).contains("a \u{2019}b\u{2019} $x @y"))
    }
}
