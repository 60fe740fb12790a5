import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Presage

/// The costs of the parts of an update: there for every network, cell and synthesizer, and nothing that
/// training notices.
@Suite struct PartMeasurementTests {
    private static let times: [Quantity] = [.forwardTime, .backwardTime, .stepTime]
    private static let ofSynthesizers: [Quantity] = [
        .synthesizerTime, .synthesizerTrainingTime, .synthesizerPerBackward, .predictionPerBackward,
        .synthesizerShare, .synthesizerMemory, .synthesizerPerLayerMemory,
    ]

    private static func recurrent(
        _ method: Method, cell: CellKind = .lstm, task: TaskKind = .copy
    ) -> Configuration {
        var configuration = Configuration()
        configuration[.task] = task
        configuration[.cell] = cell
        configuration[.method] = method
        configuration[.truncation] = 3
        configuration[.budget] = 4
        configuration[.recordEvery] = 2
        configuration[.batch] = 4
        configuration[.units] = 5
        return configuration
    }

    private static func layered(
        _ method: Method, _ network: NetworkKind = .dense, isNormalized: Bool = false,
        depth: Int = 4
    ) -> Configuration {
        var configuration = recurrent(method, task: .images)
        configuration[.data] = "mnist1d"
        (configuration[.validationSize], configuration[.testSize]) = (100, 100)
        configuration[.network] = network
        configuration[.depth] = depth
        configuration[.placement] = .all
        configuration[.batchNormalization] = isNormalized
        return configuration
    }

    private static let cases: [Configuration] =
        CellKind.allCases.map { recurrent(.synthetic(.linear), cell: $0) }
        + SynthesizerKind.allCases.flatMap { kind in
            [recurrent(.synthetic(kind)), layered(.synthetic(kind))]
        }
        + NetworkKind.allCases.flatMap { network in
            [false, true].map { layered(.synthetic(.linear), network, isNormalized: $0) }
        }
        + [
            recurrent(.fullBPTT), recurrent(.rule(.rflo)), layered(.backprop, depth: 1),
            layered(.noBackprop), layered(.synthetic(.linear, .conditioned), depth: 2),
            recurrent(.synthetic(.linear, .conditioned, .auxiliary)),
        ]

    /// Single values of an outcome.
    private func values(_ outcome: CellRun.Outcome) -> [String: Double] {
        var values: [String: Double] = [:]
        for dataset in outcome.datasets where dataset.shape.isEmpty {
            if case .float64(let numbers) = dataset.elements {
                values[dataset.name] = numbers.first
            }
        }
        return values
    }

    @Test(arguments: cases)
    func costsAreMeasuredAndTrainingIsWhatItWas(_ configuration: Configuration) throws {
        let without = try outcomeOfRun(configuration)
        var timed = configuration
        timed[.timingRounds] = 2
        let outcome = try outcomeOfRun(timed)
        let measured = values(outcome)
        for time in Self.times {
            let (median, spread) = (measured[time.name], measured[Quantity.spread(of: time).name])
            #expect((median ?? -1) > 0 && (spread ?? -1) >= 0, "\(time.name)")
        }
        #expect((measured[Quantity.layerMemory.name] ?? 0) > 0)
        let hasSynthesizer = configuration[.method].synthesizer.map { $0 != .zero } ?? false
        for quantity in Self.ofSynthesizers {
            let value = measured[quantity.name]
            #expect(hasSynthesizer ? (value ?? -1) > 0 : value == nil, "\(quantity.name)")
            #expect(value?.isFinite != false)
        }

        let names = Set(without.datasets.map(\.name))
        #expect(names.isDisjoint(with: Set(measured.keys).subtracting(values(without).keys)))
        #expect(outcome.datasets.filter { names.contains($0.name) } == without.datasets)
        #expect(outcome.groups == without.groups)
    }

    /// A text has its windows from the validation part, and fewer steps where that is short.
    @Test(arguments: [3, 400])
    func windowsOfATextAreTimed(truncation: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("text.txt")
        try Data(String(repeating: "abc de\n", count: 900).utf8).write(to: URL(filePath: path))
        var configuration = Self.recurrent(.synthetic(.linear), task: .text)
        configuration[.data] = path
        configuration[.truncation] = truncation
        configuration[.timingRounds] = 1
        let measured = values(try outcomeOfRun(configuration))
        #expect((measured[Quantity.backwardTime.name] ?? 0) > 0)
        #expect((measured[Quantity.synthesizerShare.name] ?? 0) > 0)
    }

    /// Parameters, gradients and two moments of Adam, an output and its gradient, by hand.
    @Test func memoryIsCounted() throws {
        var configuration = Self.layered(.synthetic(.linear))
        configuration[.optimizer] = .adam
        configuration[.timingRounds] = 1
        let dense = values(try outcomeOfRun(configuration))
        let (batch, units) = (4, 5)
        #expect(
            dense[Quantity.layerMemory.name]
                == Double(4 * (4 * (units * units + units) + 2 * batch * units)))
        // A prediction, a target, and room for the errors of two heads.
        #expect(
            dense[Quantity.synthesizerMemory.name]
                == Double(4 * (4 * (units * units + units) + 4 * batch * units)))

        configuration[.batchNormalization] = true
        let normalized = values(try outcomeOfRun(configuration))
        // Gains and shifts in place of biases; means and variances, running and of the batch; the
        // normalized numbers.
        #expect(
            normalized[Quantity.layerMemory.name]
                == Double(4 * (4 * (units * units + 2 * units) + 3 * batch * units + 4 * units)))
    }
}
