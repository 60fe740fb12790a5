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
