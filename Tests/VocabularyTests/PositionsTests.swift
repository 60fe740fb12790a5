import Testing

@testable import Vocabulary

/// Positions have one spelling.
@Suite struct PositionsTests {
    @Test(arguments: [
        ("none", Positions.none), ("0", .positions(0)), ("100+300", .positions(100, 300)),
        ("0+1000000000", .positions(0, 1_000_000_000)),
    ])
    func areReadAndWritten(text: String, positions: Positions) {
        #expect(Domain.positions.parse(text) == positions.value)
        #expect(Positions(.text(text)) == positions)
        #expect(positions.value == .text(text))
    }

    @Test(arguments: [
        "", "+", "100+", "+100", "300+100", "100+100", "-1", "0+-1", "1e3", "01", "1000000001",
        "99999999999999999999", "all", "100,300", "100 + 300", "None", "١",
    ])
    func whatAreNoPositionsIsRefused(text: String) {
        #expect(Domain.positions.parse(text) == nil)
    }

    @Test func anErrorSaysWhatTheyAre() {
        #expect {
            try SettingName.diagnoseAt.definition.parse("300+100")
        } throws: { error in
            "\(error)"
                == "diagnose_at is '300+100': it must be none, or ascending positions such as "
                + "100+300+1000"
        }
    }

    /// Positions turn measurements on as a distance does, and name the same cells as before where there
    /// are none.
    @Test func positionsTurnMeasurementsOn() {
        var configuration = Configuration()
        #expect(!configuration.isDiagnosed && !configuration.reads.contains(.diagnosisLength))
        let without = configuration.identifyingJSON
        configuration[.ceilingSamples] = 500
        #expect(configuration.canonical.identifyingJSON == without)
        configuration[.diagnoseAt] = .positions(0, 300)
        #expect(configuration.isDiagnosed && configuration.reads.contains(.diagnosisLength))
        #expect(configuration.reads.contains(.ceilingSamples))
        #expect(
            SettingName.diagnosisLength.readers
                == [
                    "diagnose_every other than 0",
                    "diagnose_at other than none, for tasks of sequences",
                ])
    }

    /// Without synthetic gradients between layers there are no ceilings of them.
    @Test func onlySyntheticGradientsHaveCeilingsBetweenLayers() {
        var configuration = Configuration()
        configuration[.task] = .images
        configuration[.data] = "mnist1d"
        configuration[.diagnoseEvery] = 100
        for (method, reads) in [
            (Method.backprop, false), (.noBackprop, false), (.synthetic(.linear), true),
        ] {
            configuration[.method] = method
            #expect(configuration.reads.contains(.ceilingSamples) == reads)
        }
    }
}
