import Layers
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// E8: whole updates of layered networks against float64 PyTorch: every kind of network with every
/// method and every switch, each update's loss, gradients and parameters after the step, those of all
/// synthesizers included, at relative error 1e-5.
@Suite struct LayeredFixtureTests {
    /// Read once for all cases.
    private static let file = try? Fixture("layerwise")
    private static let cases = file?.groupNames ?? []

    /// What the product can do and the fixtures do not have belongs in METHODS, NETWORKS or SWITCHES
    /// of Tests/Fixtures/layered_fixtures.py.
    @Test func everyNetworkWithEveryMethodHasAFixture() {
        let missing = LayeredPair.all.map(\.testDescription).filter { !Self.cases.contains($0) }
        #expect(missing == [])
        #expect(Self.cases.count { $0.hasPrefix("switch_") } >= 27)
    }

    /// Every word of the settings that give a network, its optimizer or its inputs another form.
    @Test(arguments: NetworkKind.allCases)
    func everyFormHasAFixture(network: NetworkKind) throws {
        let found = try Self.cases.map { try Self.configuration(of: $0) }
            .filter { $0[.network] == network }
        func missing<Form: Choice>(_ setting: Setting<Form>) -> [Form] {
            Form.allCases.filter { form in !found.contains { $0[setting] == form } }
        }
        #expect(missing(.activation) == [])
        #expect(missing(.optimizer) == [])
        #expect(missing(.inputSynthesizer) == [])
    }

    private static func configuration(of name: String) throws -> Configuration {
        var configuration = Configuration()
        try configuration.assign(settingsOf: #require(file).group(name))
        return configuration
    }

    @Test(arguments: cases)
    func e8LayeredUpdates(name: String) throws {
        let fixture = try #require(Self.file).group(name)
        let image = try fixture.integers("image").map(Int.init)
        let subject = LayeredSubject(
            try Self.configuration(of: name),
            image: ImageShape(channels: image[0], height: image[1], width: image[2]))
        for (tensors, group) in [
            (subject.layers, "parameters"), (subject.synthesizers, "synthesizers"),
            (subject.inputSynthesizers, "input_synthesizers"),
        ] {
            tensors.fill(fixture.has(group) ? try fixture.floats(group) : [])
        }
        let (x, labels) = (try fixture.rows("x"), try fixture.rows("labels"))
        let captures = try zip(x, labels).map { x, labels in
            try subject.capture(
                Matrix(rows: labels.count, columns: x.count / labels.count, x.map(Float.init)),
                labels.map { Int32($0) })
        }
        #expect(captures.count == 2)
        for (result, path) in Self.results {
            // What the product has, the fixture has, and the other way round.
            let exact = fixture.has(result) ? try fixture.rows(result) : captures.map { _ in [] }
            for (index, (row, capture)) in zip(exact, captures).enumerated() {
                // Where fewer took part than in another update, the rest of a row is NaN.
                let exact = row.filter { !$0.isNaN }
                let ours = capture.reals(path) ?? []
                // What should be exactly zero must be.
                let error =
                    ours.count == exact.count && exact.allSatisfy { $0 == 0 }
                    ? Double(ours.map(abs).max() ?? 0) : relativeError(ours, exact)
                #expect(error < 1e-5, "update \(index) \(result)")
            }
        }
    }

    /// The fixture's name of a result and its paths in a capture.
    private nonisolated(unsafe) static let results: [(String, Regex<Substring>)] = [
        ("loss", /loss/),
        ("gradients", /layer_\d\/gradients\/.*/),
        ("parameters_after", /layer_\d\/parameters_after\/.*/),
        ("synthetic_gradients", /interface_\d\/synthetic_gradient/),
        ("targets", /interface_\d\/target/),
        ("synthesizer_losses", /interface_\d\/loss/),
        ("synthesizer_gradients", /interface_\d\/gradients\/.*/),
        ("synthesizer_parameters_after", /interface_\d\/parameters_after\/.*/),
        ("input_predictions", /interface_\d\/input\/prediction/),
        ("input_losses", /interface_\d\/input\/loss/),
        ("input_gradients", /interface_\d\/input\/layer_\d\/gradients\/.*/),
        ("input_parameters_after", /interface_\d\/input\/layer_\d\/parameters_after\/.*/),
    ]
}
