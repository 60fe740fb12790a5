import Layers
import Optimizers
import Synthesizers
import Tasks
import Tensor
import TestSupport
import Testing

@testable import Trainers

/// E8: whole training windows against float64 PyTorch: a sequence of three windows with every
/// switch, each window's loss, gradients, boundary gradient and parameters after the step, the
/// synthesizer's included, at relative error 1e-5.
@Suite struct WindowFixtureTests {
    private static let cases = (try? Fixture("sg_window").groupNames) ?? []

    @Test func thereAreCases() { #expect(Self.cases.count >= 15) }

    @Test(arguments: cases)
    func e8TrainingWindows(name: String) throws {
        let fixture = try Fixture("sg_window").group(name)
        let trainer = try makeTrainer(fixture)
        let sequences = SequenceBatch(
            batch: 4, inputs: try fixture.integers("symbols"),
            targets: try fixture.integers("targets"),
            lossScale: Float(try fixture.number("loss_scale")))
        let windows = WindowSchedule(truncation: 4, remainder: .first).windows(of: sequences)
        for (index, window) in windows.enumerated() {
            let exact = try fixture.group("window_\(index)")
            let capture = try #require(trainer.train(on: window, capturing: true).capture)
            for item in capture.items where exact.has(item.path) {
                let values: [Float] =
                    switch item.numbers {
                    case .reals(let reals): reals
                    case .real(let real): [Float(real)]
                    case .integers: []
                    }
                let reference = try exact.reals(item.path)
                // What should be exactly zero, as an untrained gradient, must be.
                let error =
                    reference.allSatisfy { $0 == 0 }
                    ? Double(values.map(abs).max() ?? 0) : relativeError(values, reference)
                #expect(error < 1e-5, "\(name) window \(index) \(item.path)")
            }
            let compared = Swift.Set(capture.items.map(\.path)).filter(exact.has)
            let synthesized = try fixture.text("synthesizer") != "none"
            #expect(compared.count >= (synthesized ? 16 : 13), "\(compared.sorted())")
        }
    }

    private func makeTrainer(_ fixture: Fixture) throws -> any Trainer {
        let workspace = Workspace()
        let network = RecurrentNetwork(symbols: 3, units: 5, outputs: 3)
        try fixture.fill(network.parameters, from: "parameters")
        var switches = TrainingSwitches()
        switches.sgScale = try fixture.number("sg_scale")
        switches.scalesBootstrap = try fixture.text("scale_bootstrap") == "yes"
        switches.sequenceEnd = try #require(.init(rawValue: try fixture.text("sequence_end")))
        switches.stepPer = try #require(.init(rawValue: try fixture.text("step_per")))
        let core = RecurrentCore(
            network: network, batch: 4, capacity: 4, optimizer: try optimizer(fixture, ""),
            clip: GlobalNormClip(norm: try fixture.number("clip_norm")), switches: switches,
            in: workspace)
        let synthesizer: any Synthesizer
        switch try fixture.text("synthesizer") {
        case "none": return TruncatedBPTT(core)
        case "zero": synthesizer = ZeroSynthesizer()
        case "linear": synthesizer = LinearSynthesizer(width: 10)
        case let kind:
            synthesizer = MLPSynthesizer(
                width: 10, hidden: 7, hasSkip: kind == "mlp_skip", batch: 4, seed: 0,
                in: workspace)
        }
        try fixture.fill(synthesizer.parameters, from: "synthesizer_parameters")
        return SyntheticGradientBPTT(
            core, synthesizer: synthesizer, optimizer: try optimizer(fixture, "synthesizer_"),
            clip: GlobalNormClip(norm: try fixture.number("synthesizer_clip_norm")),
            in: workspace)
    }

    private func optimizer(_ fixture: Fixture, _ prefix: String) throws -> any Optimizer {
        let rate = try fixture.number(prefix + "learning_rate")
        return try fixture.text("optimizer") == "adam"
            ? Adam(learningRate: rate)
            : Momentum(learningRate: rate, momentum: try fixture.number("momentum"))
    }
}
