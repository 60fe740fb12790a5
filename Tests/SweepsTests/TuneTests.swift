import Testing
import Vocabulary

@testable import Sweeps

/// Two windows by two methods, of which one has a synthesizer's step size besides its own.
private func tuned(
    _ tune: Tune = pair,
    @ListBuilder<any ExperimentPart> _ parts: () -> [any ExperimentPart] = { [] }
) -> Experiment {
    Experiment("tuned") {
        Problem(.copy(symbols: 2))
        Network(.lstm(units: 4))
        Optimize(.adam, batch: 2)
        Sweep {
            Axis(.truncation, [2, 3])
            Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
            Seeds(3)
        }
        Size(.smoke, updates: 10)
        tune
        parts()
    }
}

private let pair = Tune(per: .method, seeds: 2, by: .solvedLength) {
    Axis(.truncation, [3])
    Axis(.learningRate, [1e-3, 1e-2])
    Axis(.synthesizerLearningRate, [3e-4, 3e-3])
    Otherwise { Axis(.learningRate, [3e-4, 1e-3, 3e-3, 1e-2]) }
    With(.budget, 5)
}

private func overrides(_ words: String...) throws -> [Override] {
    try words.map { try Override(parsing: $0) }
}

@Suite struct TuneTests {
    private func trials(_ experiment: Experiment, _ words: String...) throws -> Plan {
        try Plan(
            experiment, size: .smoke, overrides: words.map { try Override(parsing: $0) },
            stage: .tuning)
    }

    private func judged(
        _ experiment: Experiment, _ choices: TuningChoices?, _ words: String...
    ) throws -> Plan {
        try Plan(
            experiment, size: .smoke, overrides: words.map { try Override(parsing: $0) },
            stage: .judged(choices))
    }

    @Test func everyMethodHasAsManyTrialsOnSeedsOfTheirOwn() throws {
        let plan = try trials(tuned())
        let cells = Array(plan.distinctCells)
        #expect(cells.count == 2 * 4 * 2)
        for method in [Method.truncatedBPTT, .synthetic(.linear)] {
            #expect(cells.count { $0.configuration[.method] == method } == 8)
        }
        #expect(Set(cells.map { $0.configuration[.seed] }) == [1_000, 1_001])
        #expect(cells.allSatisfy { $0.configuration[.truncation] == 3 })
        #expect(cells.allSatisfy { $0.configuration[.budget] == 5 })
    }

    @Test func aMethodHasTheFirstGridThatItReadsWhole() throws {
        let cells = Array(try trials(tuned()).distinctCells)
        func rates(_ method: Method) -> Set<[Double]> {
            Set(
                cells.filter { $0.configuration[.method] == method }
                    .map {
                        [
                            $0.configuration[.learningRate],
                            $0.configuration[.synthesizerLearningRate],
                        ]
                    })
        }
        #expect(
            rates(.synthetic(.linear)) == [
                [1e-3, 3e-4], [1e-3, 3e-3], [1e-2, 3e-4], [1e-2, 3e-3],
            ])
        // The synthesizer's step size, which it does not read, is at its default.
        #expect(
            rates(.truncatedBPTT)
                == [[3e-4, 1e-3], [1e-3, 1e-3], [3e-3, 1e-3], [1e-2, 1e-3]])
    }

    @Test func theSweepWaitsForWhatIsChosen() throws {
        let experiment = tuned()
        var choices = TuningChoices(axes: [.method])
        let waiting = try judged(experiment, choices)
        #expect(waiting.count == 12 && waiting.waitingCount == 12)
        #expect(Array(waiting.distinctCells).isEmpty)
        choices.choose([Assignment(.learningRate, 3e-3)], at: [Method.truncatedBPTT.value])
        let half = try judged(experiment, choices)
        #expect(half.waitingCount == 6)
        #expect(
            half.distinctCells.allSatisfy {
                $0.configuration[.method] == .truncatedBPTT
                    && $0.configuration[.learningRate] == 3e-3 && $0.configuration[.budget] == 10
            })
        #expect(
            half.distinctCells.map(\.chosen).allSatisfy { $0 == [Assignment(.learningRate, 3e-3)] })
        #expect(throws: SweepError.self) {
            try half.cell(at: overrides("truncation=2", "method=sg_linear", "seed=0"))
        }
    }

    @Test func whatAUserSetsIsNotTuned() throws {
        let experiment = tuned()
        let rest = try trials(experiment, "learning_rate=0.5")
        // Only the synthesizer's step size is left, which truncated BPTT does not read.
        let cells = Array(rest.distinctCells)
        #expect(cells.count == 4)
        #expect(cells.allSatisfy { $0.configuration[.learningRate] == 0.5 })
        #expect(cells.allSatisfy { $0.configuration[.method] == .synthetic(.linear) })
        let plain = try judged(experiment, nil, "learning_rate=0.5")
        #expect(plain.waitingCount == 6, "truncated BPTT waits for nothing")
        let none = try judged(
            experiment, nil, "learning_rate=0.5", "synthesizer_learning_rate=0.1")
        #expect(!none.isTuned && none.waitingCount == 0)
        #expect(Array(try trials(experiment, "truncation=2,5").distinctCells).count == 32)
    }

    /// A place keeps the grid that it reads whole, whatever of it is given; what no place tunes is no axis.
    @Test func aPartOfTheSweepHasTheTrialsOfItsOwn() throws {
        let experiment = tuned()
        let plain = try trials(experiment, "method=truncated_bptt")
        #expect(plain.tunedSettings == [.learningRate])
        #expect(Array(plain.distinctCells).count == 8)
        let partly = Array(try trials(experiment, "synthesizer_learning_rate=0.5").distinctCells)
        func count(_ method: Method) -> Int {
            partly.count { $0.configuration[.method] == method }
        }
        #expect(count(.truncatedBPTT) == 8 && count(.synthetic(.linear)) == 4)
        #expect(try !judged(experiment, nil, "method=truncated_bptt", "learning_rate=1").isTuned)
    }

    /// What is measured or stored besides training gives trials no other names.
    @Test func trialsMeasureNothingBesides() throws {
        let names = Set(try trials(tuned()).distinctCells.map(\.identity))
        for words in ["capture=3", "diagnose_every=5", "timing_rounds=2"] {
            #expect(Set(try trials(tuned(), words).distinctCells.map(\.identity)) == names)
        }
    }

    /// What a tuning says of its trials stands above the conditions of the sweep.
    @Test func trialsHaveWhatTheTuningSays() throws {
        let experiment = tuned { Where(.truncation, 3) { With(.budget, 77) } }
        #expect(try trials(experiment).distinctCells.allSatisfy { $0.configuration[.budget] == 5 })
    }

    /// An axis that a user adds is one more by which to choose.
    @Test func anAddedAxisIsTunedAlong() throws {
        let plan = try trials(tuned(), "units=4,8")
        #expect(plan.choiceAxes == [.method, .units])
        #expect(Array(plan.distinctCells).count == 32)
    }

    /// The command that redoes a cell sets what was chosen, and has the same name.
    @Test func aCellWithItsSettingsGivenIsTheSame() throws {
        let experiment = tuned()
        var choices = TuningChoices(axes: [.method])
        choices.choose([Assignment(.learningRate, 3e-3)], at: [Method.truncatedBPTT.value])
        let place = try overrides("truncation=2", "method=truncated_bptt", "seed=1")
        let cell = try judged(experiment, choices).cell(at: place)
        let given = try judged(experiment, nil, "learning_rate=0.003").cell(at: place)
        #expect(cell.identity == given.identity)
    }

    @Test func aPartOfASweepIsAPartOfBothStages() throws {
        let experiment = tuned()
        let stages = [try trials(experiment), try judged(experiment, nil, "learning_rate=0.1")]
        func counts(_ words: String...) throws -> [Int] {
            let part = try PlaceSelection(parsing: words, in: stages)
            return stages.map { Array($0.distinctCells(in: part)).count }
        }
        #expect(try counts("method=truncated_bptt") == [8, 6])
        #expect(try counts("seed=1") == [0, 2])
        #expect(try counts("seed=1000") == [8, 0])
        #expect(try counts("learning_rate=0.01") == [6, 0])
        #expect(throws: SweepError.self) { try counts("seed=7") }
        #expect(throws: SweepError.self) { try counts("units=4") }
    }

    @Test func mistakesAreNamed() throws {
        func fault(_ tune: Tune, _ words: String...) -> SweepError? {
            do {
                _ = try Plan(
                    tuned(tune), size: .smoke, overrides: words.map { try Override(parsing: $0) })
                return nil
            } catch { return error as? SweepError }
        }
        #expect(
            fault(
                Tune(per: .method, seeds: 1, by: .solvedLength) {
                    Axis(.learningRate, [1e-3, 1e-2])
                    Otherwise { Axis(.learningRate, [1e-3]) }
                }) == .unequalTrials(2, 1))
        #expect(
            fault(Tune(per: .units, seeds: 1, by: .solvedLength) { Axis(.learningRate, [0.1]) })
                == .notAnAxis(.units, axes: [.truncation, .method], user: "Tune"))
        #expect(
            fault(Tune(per: .method, seeds: 0, by: .solvedLength) { Axis(.learningRate, [0.1]) })
                == .tuningSeedCount(0))
        #expect(
            fault(Tune(per: .method, seeds: 1, by: .gradientNorm) { Axis(.learningRate, [0.1]) })
                == .noBetterSide("gradient_norm", user: "Tune"))
        #expect(
            fault(
                Tune(per: .method, seeds: 1, by: .solvedLength) {
                    Axis(.method, [.truncatedBPTT])
                    Axis(.learningRate, [0.1])
                }) == .restrictedTuningAxis(.method))
        #expect(
            fault(Tune(per: .method, seeds: 1, by: .solvedLength) { With(.budget, 3) })
                == .nothingTuned("a grid of it has no axis"))
        #expect(
            fault(
                Tune(per: .method, seeds: 1, by: .solvedLength) {
                    Axis(.learningRate, [0.1])
                    Otherwise { Axis(.truncation, [2]) }
                }) == .tunedAxis(.truncation))
        #expect(
            fault(
                Tune(per: .method, seeds: 1, by: .solvedLength) {
                    Axis(.learningRate, [0.1])
                    Axis(.synthesizerLearningRate, [0.1])
                })
                == .noGrid(
                    [Assignment(.method, .truncatedBPTT)],
                    tuned: [.learningRate, .synthesizerLearningRate]))
        #expect(
            fault(Tune(per: .method, seeds: 1, by: .testError) { Axis(.learningRate, [0.1]) })?
                .description.contains("no cell measures test_error") == true)
        #expect(fault(pair, "seed=0,1001")?.description.contains("seed 1001") == true)
        let twice = tuned { pair }
        #expect(throws: SweepError.repeatedTuning(2, experiment: "tuned")) {
            try Plan(twice, size: .smoke)
        }
    }

    /// The tuning of a size stands in place of the experiment's.
    @Test func aSizeHasItsOwnTuning() throws {
        let experiment = Experiment("sizes") {
            Problem(.copy(symbols: 2))
            Sweep { Axis(.method, [.truncatedBPTT]) }
            Size(.quick, updates: 10)
            Size(.desk, updates: 10) {
                Tune(per: .method, seeds: 1, by: .solvedLength) { Axis(.learningRate, [0.1, 0.2]) }
            }
        }
        #expect(try !Plan(experiment, size: .quick).isTuned)
        #expect(try Plan(experiment, size: .desk).waitingCount == 1)
    }
}
