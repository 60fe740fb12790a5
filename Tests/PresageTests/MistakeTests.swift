import Foundation
import Testing

@testable import Presage

/// Mistakes in an experiment file: those that compile end with exit code 2 and one line, the others
/// do not compile and say why.
@Suite struct ExperimentMistakeTests {
    private static func experiment(_ parts: any ExperimentPart...) -> Experiment {
        Experiment("mistake") {
            Problem(.copy(symbols: 2))
            Sweep { Axis(.truncation, [2, 3]) }
            Size(.smoke, updates: 1)
            parts
        }
    }

    /// Experiments and the messages about them.
    static let planned: [([Experiment], String)] = [
        (
            [experiment(Report { Table(.solvedLength, rows: .cell, columns: .truncation) })],
            "error: table of solved_length: cell is no axis of this sweep: its axes are truncation"
        ),
        (
            [experiment(Report { Curve(.solvedLength, by: .method, per: .truncation) })],
            "error: curve of solved_length: method is no axis of this sweep: its axes are "
                + "truncation"
        ),
        (
            [
                experiment(
                    Report {
                        Claim("P", "It is.") {
                            Compare(.solvedLength, of: .units, 1, with: 2, expecting: .less)
                        }
                    })
            ], "error: claim P: units is no axis of this sweep: its axes are truncation"
        ),
        (
            [experiment(Sweep { Axis(.truncation, [4]) })],
            "error: the axis truncation is declared twice: list all its values in one Axis"
        ),
        (
            [experiment(Size(.smoke, updates: 2))],
            "error: mistake declares the size smoke twice: once is right"
        ),
        (
            [experiment(Problem(.adding))],
            "error: mistake declares 2 problems: it must have one Problem"
        ),
        (
            [experiment(With(.truncation, 4))],
            "error: truncation is an axis and set to 4 as well: leave one of them out"
        ),
        (
            [experiment(), experiment()],
            "error: two experiments are called 'mistake': give one of them another name"
        ),
        (
            [experiment(With(.momentum, 0.5))],
            "error: momentum is set, but no cell of this sweep reads it: it is read with "
                + "optimizer=momentum"
        ),
        (
            [experiment(With(.seed, 4))],
            "error: seed is always an axis and cannot be set to 4: write Seeds(N), or "
                + "--set seed=4 for one run"
        ),
        (
            [experiment(Report { Table(.testError, rows: .truncation, columns: .seed) })],
            "error: table of test_error: no cell measures test_error: the task is copy, and it is "
                + "measured with images"
        ),
    ]

    @Test(arguments: planned)
    func endsWithOneLine(experiments: [Experiment], sentence: String) {
        var lines: [String] = []
        let code = PresageTool.run(["plan", "mistake", "--size", "smoke"], experiments) {
            lines.append($0)
        }
        #expect(code == 2)
        #expect(lines == [sentence])
    }

    /// A part of an experiment, and the compiler's message.
    static let misspelt = [
        ("Axis(.cell, [.lstmm])", "type 'CellKind' has no member 'lstmm'"),
        ("Axis(.cel, [.lstm])", "has no member 'cel'"),
        ("Axis(.truncation, [\"two\"])", "cannot convert value of type 'String'"),
        ("Axis(.method, [.truncatedBPT])", "type 'Method' has no member 'truncatedBPT'"),
        (
            "Axis(.method, [.synthetic(.linaer)])",
            "to expected argument type '[Method]'"
        ),
        (
            "Axis(.method, [.synthetic(.linear, .conditoned)])",
            "to expected argument type '[Method]'"
        ),
        ("Axis(.optimizer, [.sgd])", "type 'OptimizerKind' has no member 'sgd'"),
        ("Axis(.gradientScaling, [.clipp])", "has no member 'clipp'"),
        ("Axis(.batchNormalization, [\"yes\"])", "cannot convert value of type 'String'"),
        ("Axis(.network, [.convolutional])", "has no member 'convolutional'"),
        ("Axis(.sequenceEnd, [.nought])", "type 'SequenceEndRule' has no member 'nought'"),
        ("Axis(.budgetUnit, [.epochs])", "type 'BudgetUnit' has no member 'epochs'"),
    ]

    @Test(arguments: misspelt)
    func doesNotCompile(part: String, sentence: String) throws {
        let messages = try Self.compile("Sweep { \(part) }")
        #expect(messages.contains(sentence), "\(messages)")
    }

    /// Parts outside a sweep.
    static let misused = [
        ("Problem(.copi(symbols: 2))", "has no member 'copi'"),
        ("Size(.tiny, updates: 1)", "type 'SizeName' has no member 'tiny'"),
        ("With(.clipNorm, \"much\")", "cannot convert value of type 'String'"),
        (
            "Report { Table(.solvedLenght, rows: .method, columns: .truncation) }",
            "type 'Quantity' has no member 'solvedLenght'"
        ),
        (
            "Report { Claim(\"C\", \"\") { "
                + "Compare(.testError, of: .clipNorm, 1, with: .none, expecting: .less) } }",
            "has no member 'none'"
        ),
    ]

    @Test(arguments: misused)
    func doesNotCompileEither(part: String, sentence: String) throws {
        let messages = try Self.compile(part)
        #expect(messages.contains(sentence), "\(messages)")
    }

    @Test func whatIsRightCompiles() throws {
        let messages = try Self.compile(
            """
            Problem(.copy(symbols: 2))
            Sweep { Axis(.cell, [.lstm, .gru]); Axis(.clipNorm, [0, 1]) }
            Report {
                Claim("C", "It is.") {
                    Compare(.solvedLength, of: .clipNorm, 1, with: 0, expecting: .greater)
                    Compare(.solvedLength, of: .clipNorm, 1, threshold: 0, expecting: .greater)
                }
            }
            """)
        #expect(messages.isEmpty, "\(messages)")
    }

    /// The compiler's messages on an experiment with a part.
    private static func compile(_ part: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "presage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "experiment.swift")
        // The modules that Presage exports, without the libraries behind it.
        let text = """
            import Sweeps
            import Vocabulary

            let experiment = Experiment("misspelt") {
                \(part)
            }
            """
        try text.write(to: file, atomically: true, encoding: .utf8)
        let modules = URL(filePath: Tool.program).deletingLastPathComponent()
            .appending(path: "Modules").path
        let ending = try Tool.run(
            "/usr/bin/env",
            ["swiftc", "-typecheck", "-swift-version", "6", "-I", modules, file.path])
        return ending.errors + ending.output
    }
}
