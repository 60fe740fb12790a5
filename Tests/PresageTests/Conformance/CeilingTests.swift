import Layers
import Synthesizers
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// Ceilings of the gradients at boundaries against float64 PyTorch, where the discounted gradient is
/// carried back window by window, and against what must hold exactly.
@Suite struct CeilingTests {
    private static let file = try? Fixture("ceilings").group("recurrent")
    private static let cases = file?.groupNames ?? []

    private func probe(_ subject: Subject) -> GradientProbe {
        GradientProbe(
            subject.session,
            twin: subject.configuration.session(subject.session.network, in: Workspace()),
            schedule: subject.configuration.schedule(
                truncation: subject.configuration[.truncation]),
            ruleSchedule: subject.configuration.schedule)
    }

    private func ceilings(
        _ subject: Subject, _ batches: [SequenceBatch]
    ) -> GradientProbe.Ceilings { probe(subject).ceilings(on: batches) {} }

    @Test func casesAreThere() { #expect(Self.cases.count == 9) }

    @Test(arguments: cases)
    func ceilingsAreThoseOfPyTorch(name: String) throws {
        let fixture = try #require(Self.file).group(name)
        var configuration = Configuration()
        configuration[.units] = 3
        configuration[.batch] = 4
        try configuration.assign(settingsOf: fixture)
        let subject = Subject(configuration, symbols: 2, outputs: 3)
        subject.session.network.parameters.flat.copy(from: try fixture.floats("parameters"))
        if fixture.has("synthesizer_parameters") {
            try #require(subject.interface).parameters.flat.copy(
                from: try fixture.floats("synthesizer_parameters"))
        }
        let (symbols, values, targets) = (
            try fixture.rows("symbols"), try fixture.rows("values"), try fixture.rows("targets")
        )
        let batches = symbols.indices.map { index in
            SequenceBatch(
                batch: 4, inputs: symbols[index].map { Int32($0) },
                targets: targets[index].map { Int32($0) }, values: values[index].map { Float($0) },
                valueChannels: 1, lossScale: 6)
        }
        let measured = ceilings(subject, batches)
        let exact = try fixture.rows("ceilings")
        for (ours, theirs) in [(measured.future, exact[0]), (measured.discounted, exact[1])] {
            for (number, right) in zip(ours.numbers, theirs) {
                // An R² may be large, as that of a synthesizer that knows nothing.
                #expect(
                    right.isNaN ? number.isNaN : abs(number - right) < 1e-4 * max(1, abs(right)),
                    "\(number) and not \(right)")
            }
        }
        #expect(exact[0][1] > 0.02 && exact[0][1] < 0.9, "else the test shows little")
    }

    /// Four copies of every sequence make all fits one: a linear synthesizer that is this map has exactly
    /// the cosine and R² of the ceiling.
    @Test func aSynthesizerThatIsTheMapReachesTheCeiling() throws {
        let subject = Subject(.gru, .synthetic(.linear), batch: 4) { $0[.sgScale] = 0.5 }
        let batches = (0..<60).map { seed -> SequenceBatch in
            let one = randomSequences(batch: 1, steps: 11, seed: seed)
            func copies<Number>(_ numbers: [Number]) -> [Number] {
                numbers.flatMap { [Number](repeating: $0, count: 4) }
            }
            return SequenceBatch(
                batch: 4, inputs: copies(one.inputs), targets: copies(one.targets),
                values: copies(one.values), valueChannels: 1, lossScale: 4)
        }
        func map() throws -> RidgeRegression {
            var pairs = PairMoments(inputs: 6, targets: 6)
            let pass = WindowPass(
                network: subject.session.network, batch: 4, capacity: 11, in: Workspace())
            for sequences in batches {
                pass.initialState.fill(0)
                pass.stateGradient.fill(0)
                _ = pass.forward(
                    Window(sequences, steps: 0..<11).contents, lossScale: sequences.lossScale)
                pass.backward(into: nil) { step, gradient in
                    // Windows of three, four and four steps.
                    guard step == 3 || step == 7 else { return }
                    pairs.add(pass.state(after: step), [gradient], rows: 0..<4)
                }
            }
            return try #require(
                LinearCeiling.penalties.compactMap {
                    RidgeRegression(pairs, inputs: 6, targets: 0..<6, penalty: $0)
                }.min { $0.agreement(with: pairs).error < $1.agreement(with: pairs).error })
        }
        let solution = try map()
        let parameters = try #require(subject.interface).parameters
        parameters["W"].copy(from: solution.weights.map { Float($0) })
        parameters["b"].copy(from: solution.intercept.map { Float($0) })
        let measured = ceilings(subject, batches).future
        #expect(abs(measured.cosine - measured.synthesizerCosine) < 1e-5)
        #expect(abs(measured.explained - measured.synthesizerExplained) < 1e-5)
        #expect(measured.explained > 0.05 && measured.explained < 0.95)
    }

    /// With a scale of 1 a synthesizer is trained toward the future gradient itself; with 0 toward the
    /// next window's part alone.
    @Test func theDiscountedGradientLiesBetweenWindowAndFuture() {
        let batches = (0..<40).map { randomSequences(batch: 3, steps: 11, seed: $0) }
        func measured(_ scale: Double) -> GradientProbe.Ceilings {
            let subject = Subject(.gru, .synthetic(.linear)) { $0[.sgScale] = scale }
            subject.fillSynthesizer()
            return ceilings(subject, batches)
        }
        let (one, some, none) = (measured(1), measured(0.5), measured(0))
        #expect(one.discounted.numbers.prefix(2) == one.future.numbers.prefix(2))
        #expect(some.future.numbers.prefix(2) == one.future.numbers.prefix(2))
        #expect(some.discounted.explained != some.future.explained)
        // Sequences that end with a boundary's next window have no further ones.
        let last = (0..<40).map { randomSequences(batch: 3, steps: 8, seed: $0) }
        let subject = Subject(.gru, .synthetic(.linear)) { $0[.sgScale] = 0 }
        subject.fillSynthesizer()
        let single = ceilings(subject, last)
        #expect(abs(single.discounted.explained - single.future.explained) < 1e-12)
        #expect(none.discounted.explained != none.future.explained)
    }

    /// What is regressed to other targets, or to another sample's, has no discounted gradient of its own.
    @Test(arguments: [
        Method.bpLambda(.linear), .permutedSynthetic(.linear), .truncatedBPTT, .oracle,
    ])
    func onlyBootstrappedTargetsAreDiscounted(method: Method) {
        let subject = Subject(.gru, method) { $0[.sgScale] = 0.5 }
        subject.fillSynthesizer()
        let measured = ceilings(subject, (0..<8).map { randomSequences(steps: 11, seed: $0) })
        #expect(measured.discounted.numbers.allSatisfy { $0.isNaN })
        #expect(!measured.future.cosine.isNaN)
        #expect(measured.future.synthesizerCosine.isNaN == (subject.interface == nil))
    }

    @Test func withoutABoundaryThereIsNothingToPredict() {
        let subject = Subject(.lstm, .synthetic(.linear)) { $0[.truncation] = 11 }
        let measured = ceilings(subject, [randomSequences(steps: 11)])
        for ceiling in [measured.future, measured.discounted] {
            #expect(ceiling.numbers.allSatisfy { $0.isNaN })
        }
    }
}

extension GradientCeiling {
    /// All numbers, in the order of the fixtures.
    var numbers: [Double] {
        [
            cosine, explained, conditionedCosine, conditionedExplained, synthesizerCosine,
            synthesizerExplained,
        ]
    }
}
