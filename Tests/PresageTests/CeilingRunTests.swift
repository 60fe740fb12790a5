import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Presage

/// When runs measure gradients, and by how many samples.
@Suite struct CeilingRunTests {
    private static func copying() -> Configuration {
        var configuration = Configuration()
        configuration[.method] = .synthetic(.linear)
        configuration[.cell] = .gru
        configuration[.units] = 4
        configuration[.batch] = 8
        configuration[.truncation] = 3
        configuration[.curriculumStart] = 6
        configuration[.sgScale] = 0.5
        configuration[.budget] = 40
        configuration[.recordEvery] = 10
        return configuration
    }

    private static func images() -> Configuration {
        var configuration = Configuration()
        configuration[.task] = .images
        configuration[.data] = "mnist1d"
        configuration[.method] = .synthetic(.linear, .conditioned)
        configuration[.placement] = .layers(0, 2)
        configuration[.units] = 6
        configuration[.batch] = 16
        configuration[.budget] = 40
        configuration[.recordEvery] = 20
        configuration[.evaluateEvery] = 20
        return configuration
    }

    private func values(_ configuration: Configuration) throws -> [String: Elements] {
        let outcome = try outcomeOfRun(configuration)
        let tensors = outcome.groups.flatMap { group in
            group.datasets.map { (group.name + "/" + $0.name, $0.elements) }
        }
        return Dictionary(
            uniqueKeysWithValues: outcome.datasets.map { ($0.name, $0.elements) } + tensors)
    }

    @Test(
        arguments: [
            (0, Positions.none, []), (15, .none, [0, 15, 30, 40]), (0, .positions(5, 20), [5, 20]),
            (15, .positions(5, 30), [0, 5, 15, 30, 40]), (0, .positions(0, 40), [0, 40]),
            (100, .none, [0, 40]), (40, .positions(39), [0, 39, 40]),
            (1, .positions(1), Array(0...40)),
        ] as [(Int, Positions, [Int])])
    func positionsAreRegularAndNamed(every: Int, at named: Positions, expected: [Int]) {
        var configuration = Self.copying()
        configuration[.diagnoseEvery] = every
        configuration[.diagnoseAt] = named
        let positions = DiagnosisPositions(configuration)
        var (found, last) = ([Int](), -1)
        while let next = positions.next(after: last) {
            found.append(next)
            last = next
        }
        #expect(found == expected)
    }

    /// A curve of gradients by lag belongs to the beginning or the end of training.
    @Test func gradientsAreMeasuredAtNamedPositions() throws {
        var configuration = Self.copying()
        configuration[.diagnoseAt] = .positions(10, 25)
        var datasets = try values(configuration)
        #expect(datasets["diagnosis"] == .int64([10, 25]))
        #expect(datasets["gradient_cosine"]?.count == 2)
        #expect(
            datasets["gradient_by_lag_untrained"] == nil
                && datasets["gradient_by_lag_trained"] == nil)
        configuration[.diagnoseAt] = .positions(0, 40)
        datasets = try values(configuration)
        #expect(
            datasets["gradient_by_lag_untrained"] != nil
                && datasets["gradient_by_lag_trained"] != nil)
    }

    private static let recurrentNames = [
        "ceiling_cosine", "ceiling_r2", "synthesizer_cosine", "synthesizer_r2",
    ].flatMap { [$0, "discounted_" + $0] }

    /// Measuring ceilings changes no other number of a run.
    @Test func ceilingsLeaveTheRestAlone() throws {
        var recurrent = Self.copying()
        recurrent[.diagnoseEvery] = 20
        var layered = Self.images()
        layered[.diagnoseAt] = .positions(10, 40)
        let layeredNames = [0, 2].flatMap { layer in
            [
                "ceiling_cosine", "ceiling_r2", "conditioned_ceiling_cosine",
                "conditioned_ceiling_r2", "synthesizer_cosine", "synthesizer_r2",
            ].map { "\($0)_layer_\(layer)" }
        }
        for (configuration, names) in [(recurrent, Self.recurrentNames), (layered, layeredNames)] {
            var measuring = configuration
            measuring[.ceilingSamples] = 200
            let (without, with) = (try values(configuration), try values(measuring))
            for (name, elements) in without { #expect(with[name] == elements, "\(name)") }
            #expect(Set(with.keys).subtracting(without.keys) == Set(names))
            for name in names { #expect(with[name]?.count == with["diagnosis"]?.count) }
        }
    }

    @Test func ceilingsOfATextAreThoseOfItsPieces() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("text.txt")
        let text = String(repeating: "the quick brown fox jumps over the lazy dog. ", count: 600)
        try Data(text.utf8).write(to: URL(filePath: path))
        var configuration = Self.copying()
        configuration[.task] = .text
        configuration[.data] = path
        configuration[.evaluationCharacters] = 1_000
        configuration[.diagnosisLength] = 12
        configuration[.diagnoseAt] = .positions(0, 40)
        configuration[.ceilingSamples] = 80
        let datasets = try values(configuration)
        for name in Self.recurrentNames where name.hasSuffix("ceiling_cosine") {
            let numbers = try #require(datasets[name]?.reals)
            #expect(numbers.allSatisfy { $0 > 0 && $0 < 1 }, "\(name)")
        }
        // Eight lanes of 124 steps have ten pieces of twelve each.
        configuration[.ceilingSamples] = 81
        #expect(throws: Contradiction.ceilingBeyondData(samples: 81, available: 80)) {
            try configuration.checkAll()
        }
    }

    @Test func tooFewPairsAreRefused() throws {
        var configuration = Self.copying()
        configuration[.diagnoseEvery] = 20
        configuration[.diagnosisLength] = 6
        configuration[.ceilingSamples] = 8
        // Sequences of thirteen steps have four boundaries: 32 pairs for 4 numbers, which want 40.
        #expect(throws: Contradiction.fewPairs(samples: 8, pairs: 32, inputs: 4, wanted: 10)) {
            try configuration.checkAll()
        }
        configuration[.ceilingSamples] = 10
        try configuration.checkAll()
        // Without a boundary there is nothing to be predicted, by however many.
        configuration[.truncation] = 20
        configuration[.ceilingSamples] = 1
        try configuration.checkAll()
        var layered = Self.images()
        layered[.diagnoseEvery] = 20
        layered[.ceilingSamples] = 100
        #expect(throws: Contradiction.fewPairs(samples: 100, pairs: 112, inputs: 16, wanted: 136)) {
            try layered.checkImages()
        }
        layered[.ceilingSamples] = 4_001
        #expect(throws: Contradiction.ceilingBeyondData(samples: 4_001, available: 4_000)) {
            try layered.checkImages()
        }
        layered[.ceilingSamples] = 136
        try layered.checkImages()
    }
}
