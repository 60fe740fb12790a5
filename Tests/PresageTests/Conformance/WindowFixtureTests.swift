import Layers
import Tasks
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// E8: whole training windows against float64 PyTorch: every cell with every method and every
/// option, each window's loss, gradients, boundary gradient and parameters after the step, the
/// synthesizer's included, at relative error 1e-5.
@Suite struct WindowFixtureTests {
    /// The fixtures, read once: they are hundreds of cases.
    private static let file = try? Fixture("windows")
    private static let cases = file?.groupNames ?? []

    /// Whatever the product can do and the fixtures do not have belongs in METHODS or GATES of
    /// Tests/Fixtures/window_fixtures.py.
    @Test func everyCellWithEveryMethodHasAFixture() {
        let missing = Pair.all.map(\.testDescription).filter { !Self.cases.contains($0) }
        #expect(missing == [])
        #expect(Self.cases.count { $0.hasPrefix("switch_") } >= 41)
    }

    @Test(arguments: cases)
    func e8TrainingWindows(name: String) throws {
        let fixture = try #require(Self.file).group(name)
        var configuration = Configuration()
        configuration[.units] = 3
        configuration[.batch] = 4
        try configuration.assign(settingsOf: fixture)
        let subject = Subject(configuration, symbols: 2, outputs: 3)
        subject.session.network.parameters.flat.copy(from: try fixture.floats("parameters"))
        if let interface = subject.interface, fixture.has("synthesizer_parameters") {
            interface.parameters.flat.copy(from: try fixture.floats("synthesizer_parameters"))
            interface.copy?.parameters.copy(from: interface.parameters)
        }
        let hasValues = fixture.has("target_values")
        let sequences = SequenceBatch(
            batch: 4, inputs: try fixture.integers("symbols"),
            targets: try fixture.integers("targets"), values: try fixture.floats("values"),
            valueChannels: 1, targetValues: hasValues ? try fixture.floats("target_values") : [],
            targetWidth: hasValues ? 3 : 0, lossScale: 6)
        let captures = subject.captures(of: sequences)
        var compared = 0
        for (result, path) in Self.results where fixture.has(result) {
            let rows = try fixture.rows(result)
            #expect(rows.count == captures.count)
            for (index, (exact, capture)) in zip(rows, captures).enumerated() {
                let ours = try #require(capture.reals(path), "\(path)")
                // A value that should be exactly zero, as an untrained gradient, must be.
                let error =
                    exact.allSatisfy { $0 == 0 }
                    ? Double(ours.map(abs).max() ?? 0) : relativeError(ours, exact)
                #expect(error < 1e-5, "window \(index) \(path)")
            }
            compared += 1
        }
        // Rules that take a step at a time know no gradient at a window's start.
        let least = subject.session.rule.pace == .step ? 3 : 4
        #expect(compared >= (subject.interface == nil ? least : 7))
    }

    /// The fixture's name of a result and its path in a capture.
    private static let results = [
        ("loss", "loss"), ("gradients", "gradients"), ("boundary_gradient", "boundary_gradient"),
        ("parameters_after", "parameters_after"), ("synthetic_gradient", "synthetic_gradient"),
        ("synthesizer_loss", "synthesizer/loss"), ("synthesizer_target", "synthesizer/target"),
        ("auxiliary_loss", "synthesizer/auxiliary_loss"),
        ("synthesizer_gradients", "synthesizer/gradients"),
        ("synthesizer_parameters_after", "synthesizer/parameters_after"),
    ]
}
