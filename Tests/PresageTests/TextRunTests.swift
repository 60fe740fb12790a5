import Datasets
import Foundation
import Tasks
import Tensor
import TestSupport
import Testing
import Trainers
import Vocabulary

@testable import Presage

/// What training on a text measures.
@Suite struct TextRunTests {
    /// A text of 6,000 characters of six kinds in no order.
    private static func text() -> String {
        var numbers = TestNumbers(seed: 15)
        return String((0..<6_000).map { _ in "abcde ".randomElement(using: &numbers) ?? " " })
    }

    private func configuration(_ data: String, batch: Int) -> Configuration {
        var configuration = Configuration()
        configuration[.task] = .text
        configuration[.data] = data
        configuration[.method] = .truncatedBPTT
        configuration[.units] = 8
        configuration[.batch] = batch
        configuration[.budget] = 4
        configuration[.evaluateEvery] = 2
        return configuration
    }

    private func withText(_ body: (String) throws -> Void) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("text.txt")
        try Data(Self.text().utf8).write(to: URL(filePath: path))
        try body(path)
    }

    /// The numbers of a run: names and values.
    private func datasets(_ configuration: Configuration) throws -> [String] {
        try outcomeOfRun(configuration).datasets.map { "\($0.name) \($0.elements)" }
    }

    /// Where points are recorded as often as it is evaluated, both look at the same windows.
    @Test func theGapIsTheHeldOutMinusTheTrainingLoss() throws {
        try withText { data in
            var configuration = configuration(data, batch: 2)
            configuration[.budget] = 12
            configuration[.recordEvery] = 4
            configuration[.evaluateEvery] = 4
            try expectGaps(configuration, heldOut: .bitsPerCharacter)
            configuration[.task] = .copy
            configuration[.budget] = 60
            configuration[.recordEvery] = 10
            configuration[.evaluateEvery] = 10
            try expectGaps(configuration, heldOut: .heldOutLoss)
        }
    }

    private func expectGaps(_ configuration: Configuration, heldOut: Quantity) throws {
        let datasets = try outcomeOfRun(configuration).datasets
        func curve(_ quantity: Quantity) throws -> [Double] {
            try #require(datasets.first { $0.name == quantity.name }?.elements.reals)
        }
        let (gaps, errors) = (try curve(.generalizationGap), try curve(heldOut))
        let losses = try curve(.trainingLoss)
        #expect(gaps.count > 2 && gaps.count == losses.count)
        for ((gap, error), loss) in zip(zip(gaps, errors), losses) {
            #expect(gap.isFinite && abs(gap - (error - loss)) < 1e-12)
        }
    }

    /// A text whose training part has all characters gives the same numbers by each vocabulary but
    /// the one with a symbol more; one with a late character is learned too.
    @Test(arguments: ["", "é", "éé😀"]) func everyTextIsLearned(late: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("text.txt")
        try Data((Self.text() + late).utf8).write(to: URL(filePath: path))
        var base = configuration(path, batch: 2)
        let all = try datasets(base)
        let size = 6 + Set(late.unicodeScalars).count
        #expect(all.contains("vocabulary_size int64([\(size)])"))
        #expect(all.contains("unseen_characters int64([\(late.unicodeScalars.count)])"))
        #expect(
            all.contains(
                "training_characters int64([\((6_000 + late.unicodeScalars.count) * 90 / 100)])"))
        base[.vocabulary] = .unknown
        let unknown = try datasets(base)
        #expect(unknown.contains("vocabulary_size int64([7])"))
        #expect(unknown.contains("unseen_characters int64([\(late.unicodeScalars.count)])"))
        base[.vocabulary] = .training
        guard late.isEmpty else {
            #expect(throws: DataError.self) { try CellRun(base) }
            return
        }
        #expect(try datasets(base) == all && unknown != all)
    }

    /// Line ends and a byte-order mark are told of, and change no other number.
    @Test func whatIsReadOtherwiseIsInTheFile() throws {
        let folder = try TemporaryFolder()
        let lines = Self.text().replacing(" ", with: "\n")
        let count = lines.count { $0 == "\n" }
        let files = [lines, "\u{feff}" + lines.replacing("\n", with: "\r\n")]
        let runs = try files.enumerated().map { index, text in
            let path = folder.path("\(index).txt")
            try Data(text.utf8).write(to: URL(filePath: path))
            return try datasets(configuration(path, batch: 2))
        }
        #expect(runs[0].contains("line_ends_read_as_lf int64([0])"))
        #expect(
            Set(runs[1]).subtracting(runs[0]) == [
                "line_ends_read_as_lf int64([\(count)])", "byte_order_marks_dropped int64([1])",
            ])
    }

    /// The cells that follow are failures with their reason, and so is the run.
    @Test func dataEditedDuringASweepFailTheCellsThatFollow() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("text.txt")
        try Data(Self.text().utf8).write(to: URL(filePath: path))
        let results = folder.path("results")
        let cells = results + "/smoke/text-horizon/cells"
        let edit = DispatchWorkItem {
            while (try? FileManager.default.contentsOfDirectory(atPath: cells).contains {
                $0.hasSuffix(".h5")
            }) != true { usleep(1000) }
            try? Data((Self.text() + "z").utf8).write(to: URL(filePath: path), options: .atomic)
        }
        DispatchQueue.global().async(execute: edit)
        let command = "run text-horizon --size smoke --jobs 1 --set data=\(path)"
        let ending = try Tool.run(command, results: results)
        edit.wait()
        #expect(ending.code == 1)
        #expect(ending.output.contains("has changed since the sweep was planned"), "\(ending)")
        // Planned anew, the sweep is one over the new text.
        let again = try Tool.run(command, results: results)
        #expect(again.code == 0, "\(again)")
        #expect(again.output.contains("Cells: 9, 9 complete"), "\(again)")
    }

    /// Steps too small to move a weight: all runs evaluate the initial network.
    @Test func theErrorDoesNotDependOnTheBatch() throws {
        try withText { path in
            let errors = try [1, 3, 16, 64].map { batch in
                var configuration = configuration(path, batch: batch)
                configuration[.learningRate] = 1e-30
                return try outcomeOfRun(configuration).datasets.filter {
                    $0.name.hasSuffix("bits_per_character")
                }.map { "\($0.name) \($0.elements)" }
            }
            #expect(errors[0].count == 2)
            #expect(Set(errors).count == 1, "\(errors)")
        }
    }

    /// Cut into lanes with a warm beginning each, the text is read as the one stream it is.
    @Test func theErrorIsThatOfOneStream() throws {
        let text = Self.text()
        let corpus = try TextCorpus(training: text, validation: text, test: text)
        let lanes = try TextTask(corpus, batch: 1, evaluationCharacters: 6_000).validation
        #expect(lanes.batch == 16)
        let stream = SequenceBatch(
            batch: 1, inputs: Array(corpus.validation.dropLast()),
            targets: Array(corpus.validation.dropFirst()), lossScale: 1)
        let network = configuration("text", batch: 1)
            .network(symbols: 6, values: 0, outputs: 6)
        let errors = [lanes, stream].map { sequences in
            Evaluator(network: network, batch: sequences.batch, in: Workspace())
                .meanLoss(of: sequences)
        }
        #expect(abs(errors[0] - errors[1]) < 1e-6, "\(errors)")
    }
}
