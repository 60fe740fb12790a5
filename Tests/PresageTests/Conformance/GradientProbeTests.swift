import Foundation
import Layers
import Store
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// The probe against gradients that sessions themselves compute.
@Suite struct GradientProbeTests {
    private let sequences = randomSequences(steps: 11)

    private func gradient(_ subject: Subject) throws -> [Float] {
        let last = try #require(subject.captures(of: sequences).last)
        return try #require(last.reals("gradients"))
    }

    private func norm(_ values: [Float]) -> Double {
        values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }

    private func cosine(_ a: [Float], _ b: [Float]) -> Double {
        zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } / norm(a) / norm(b)
    }

    private func diagnose(_ subject: Subject) -> GradientDiagnosis {
        let schedule = subject.configuration.schedule(
            truncation: subject.configuration[.truncation])
        let twin = subject.configuration.session(subject.session.network, in: Workspace())
        return GradientProbe(
            subject.session, twin: twin, schedule: schedule,
            ruleSchedule: subject.configuration.schedule
        ).measure(sequences)
    }

    @Test(arguments: CellKind.allCases)
    func parameterGradientsAreThoseOfTheSessions(cell: CellKind) throws {
        let diagnosis = diagnose(Subject.frozen(cell, .synthetic(.linear)))
        let full = try gradient(Subject.frozen(cell, .fullBPTT))
        let truncated = try gradient(Subject.frozen(cell, .truncatedBPTT))
        let method = try gradient(Subject.frozen(cell, .synthetic(.linear)))
        let share = norm(zip(full, truncated).map { $0 - $1 }) / norm(full)
        #expect(abs(diagnosis.shareBeyond / share - 1) < 1e-4)
        #expect(abs(diagnosis.truncatedCosine - cosine(truncated, full)) < 1e-5)
        #expect(abs(diagnosis.boundaryCosine - cosine(method, full)) < 1e-5)
        #expect(abs(diagnosis.ruleCosine - cosine(method, full)) < 1e-5)
        #expect(share > 0.01 && diagnosis.boundaryCosine < 0.9999, "else the test shows nothing")
    }

    /// Every rule is measured as it trains, at frozen parameters.
    @Test(arguments: Pair.all)
    func aRulesGradientIsTheOneItTrainsWith(pair: Pair) throws {
        let diagnosis = diagnose(Subject.frozen(pair.cell, pair.method) { $0[.warmUp] = 0 })
        let full = try gradient(Subject.frozen(pair.cell, .fullBPTT))
        let rule = try gradient(Subject.frozen(pair.cell, pair.method) { $0[.warmUp] = 0 })
        let missing = norm(zip(full, rule).map { $0 - $1 }) / norm(full)
        #expect(abs(diagnosis.ruleCosine - cosine(rule, full)) < 1e-5)
        #expect(abs(diagnosis.ruleShareMissing - missing) < 1e-5 + 1e-4 * missing)
        let isExact = pair.method.recurrent?.spec.laws.contains(.sumsToFullBPTT) == true
        #expect(isExact == (missing < 1e-5), "else the test shows nothing")
    }

    @Test(arguments: CellKind.allCases)
    func stateGradientsAreThoseOfTheSessions(cell: CellKind) throws {
        let diagnosis = diagnose(Subject.frozen(cell, .synthetic(.linear)))
        // Windows of three, four and four steps: what arrives at the second's and third's start.
        func states(_ method: Method, _ path: String) throws -> [Float] {
            let captures = Subject.frozen(cell, method) { $0[.sgScale] = 1 }.captures(of: sequences)
            return try captures.dropFirst().flatMap { try #require($0.reals(path)) }
        }
        let exact = try states(.oracle, "boundary_gradient")
        let window = try states(.truncatedBPTT, "boundary_gradient")
        let synthetic = try Subject.frozen(cell, .synthetic(.linear)).captures(of: sequences)
            .dropLast()
            .flatMap { try #require($0.reals("synthetic_gradient")) }
        let samples = (2 * 3.0).squareRoot()
        #expect(abs(diagnosis.trueNorm / (norm(exact) / samples) - 1) < 1e-4)
        #expect(abs(diagnosis.windowNorm / (norm(window) / samples) - 1) < 1e-4)
        #expect(abs(diagnosis.syntheticNorm / (norm(synthetic) / samples) - 1) < 1e-4)
        #expect(abs(diagnosis.syntheticCosine - cosine(synthetic, exact)) < 1e-4)
    }

    /// The decay by lag is full BPTT of the last scored step alone.
    @Test func theDecayIsThatOfTheLastScoredStep() throws {
        let diagnosis = diagnose(Subject.frozen(.lstm, .truncatedBPTT))
        let last = try #require(sequences.targets.lastIndex { $0 >= 0 }) / 3
        var targets = [Int32](repeating: -1, count: (last + 1) * 3)
        targets.replaceSubrange(last * 3..<last * 3 + 3, with: sequences.targets(last..<last + 1))
        let alone = SequenceBatch(
            batch: 3, inputs: Array(sequences.inputs(0..<last + 1)), targets: targets,
            values: Array(sequences.values(0..<last + 1)), valueChannels: 1, lossScale: 4)
        for lag in [1, 3, 8] {
            // The oracle's gradient at a window's start is the exact one at that state.
            let captures = Subject.frozen(.lstm, .oracle) {
                $0[.truncation] = lag
                $0[.sgScale] = 1
            }.captures(of: alone)
            let exact = norm(try #require(captures.last?.reals("boundary_gradient")))
            let measured = try #require(diagnosis.lags.first { $0.lag == lag }?.norm)
            #expect(abs(measured / (exact / 3.0.squareRoot()) - 1) < 1e-4)
        }
    }

    @Test func withoutABoundaryThereIsNothingBeyond() {
        let diagnosis = diagnose(
            Subject.frozen(.lstm, .synthetic(.linear)) { $0[.truncation] = 11 })
        #expect(diagnosis.trueNorm.isNaN && diagnosis.syntheticNorm.isNaN)
        #expect(diagnosis.shareBeyond < 1e-6)
        #expect(abs(diagnosis.boundaryCosine - 1) < 1e-6)
    }

    /// Measuring never touches training: all else in the file stays the same.
    @Test(arguments: Pair.all.filter { $0.cell == .gru }.map(\.method))
    func measuringChangesNothingElse(method: Method) throws {
        func outcome(diagnoseEvery: Int) throws -> [String: Elements] {
            var configuration = Configuration()
            configuration[.cell] = .gru
            configuration[.method] = method
            configuration[.units] = 8
            configuration[.synthesizerCopyEvery] = 3
            configuration[.warmUp] = 2
            configuration[.truncation] = 3
            configuration[.curriculumStart] = 4
            configuration[.budget] = 40
            configuration[.recordEvery] = 10
            configuration[.diagnoseEvery] = diagnoseEvery
            let outcome = try outcomeOfRun(configuration)
            return Dictionary(
                uniqueKeysWithValues: (outcome.datasets + outcome.groups.flatMap(\.datasets)).map {
                    ($0.name, $0.elements)
                })
        }
        let (without, with) = (try outcome(diagnoseEvery: 0), try outcome(diagnoseEvery: 15))
        for (name, elements) in without { #expect(with[name] == elements, "\(name)") }
        #expect(with["gradient_share_beyond"]?.count == 4)
        #expect(with["diagnosis"] == .int64([0, 15, 30, 40]))
    }
}
