import Sweeps
import Testing
import Vocabulary

let horizon = Experiment("horizon") {
    Note("Prose.")
    Problem(.copy(symbols: 2))
    Network(.lstm(units: 16))
    Optimize(.adam(rate: 1e-3), batch: 8)
    Sweep {
        Axis(.truncation, [2, 3, 5])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
        Seeds(5)
    }
    Size(.smoke, updates: 10, seeds: 1) {
        With(.units, 4)
    }
    Size(.quick, updates: 100, seeds: 2)
    Size(.desk, updates: 1000)
}

@Suite struct PlanTests {
    @Test func everyCombinationOnceSeedsFastest() throws {
        let plan = try Plan(horizon, size: .quick)
        #expect(plan.count == 3 * 2 * 2)
        #expect(Set(plan.map(\.identity)).count == plan.count)
        #expect(
            plan[1].axes == [
                Assignment(.truncation, .integer(2)),
                Assignment(.method, .text("truncated_bptt")),
                Assignment(.seed, .integer(1)),
            ])
        #expect(plan[11].configuration[.truncation] == 5)
        #expect(plan[11].configuration[.method] == .synthetic(.linear))
        #expect(plan[11].configuration[.seed] == 1)
    }

    @Test func aSizeChangesBudgetSeedsAndSettings() throws {
        let smoke = try Plan(horizon, size: .smoke)
        #expect(smoke.count == 6)
        #expect(smoke[0].configuration[.units] == 4)
        #expect(smoke[0].configuration[.budget] == 10)
        #expect(smoke[0].configuration[.budgetUnit] == .updates)
        let desk = try Plan(horizon, size: .desk)
        #expect(desk.count == 30)
        #expect(desk[0].configuration[.units] == 16)
    }

    @Test func aValueOnAnAxisBringsSettings() throws {
        let experiment = Experiment("conditional") {
            Problem(.images())
            Sweep {
                Axis(.network, [.dense, .convolution])
                Axis(.method, [.backprop])
                Seeds(1)
            }
            Where(.network, .convolution) {
                With(.units, 25)
                With(.depth, 5)
            }
            Size(.quick, updates: 10) { With(.units, 8) }
        }
        let plan = try Plan(experiment, size: .quick)
        #expect(plan.map { $0.configuration[.units] } == [8, 25])
        let mine = try Plan(
            experiment, size: .quick,
            overrides: [Override(parsing: "units=3,9"), Override(parsing: "depth=2")])
        #expect(mine.map { $0.configuration[.units] } == [3, 9, 3, 9])
        #expect(mine.map { $0.configuration[.depth] } == [2, 2, 2, 2])
        let elsewhere = Experiment("elsewhere") {
            Problem(.images())
            Where(.network, .convolution) { With(.units, 25) }
            Size(.quick, updates: 10)
        }
        #expect(throws: SweepError.notAnAxis(.network, axes: [.seed], user: "Where")) {
            try Plan(elsewhere, size: .quick)
        }
    }

    /// The conditions of a size stand above those of the experiment.
    @Test func aSizeHasConditions() throws {
        let experiment = Experiment("equal-compute") {
            Problem(.copy(symbols: 2))
            Sweep { Axis(.batch, [4, 16]) }
            Where(.batch, 16) { With(.units, 3) }
            Size(.quick, timeSteps: 1) {
                for batch in [4, 16] { Where(.batch, batch) { With(.budget, 160 / batch) } }
                Where(.batch, 16) { With(.units, 5) }
            }
            Size(.desk, timeSteps: 7)
        }
        let quick = try Plan(experiment, size: .quick)
        #expect(quick.map { $0.configuration[.budget] } == [40, 10])
        #expect(quick.map { $0.configuration[.units] }.last == 5)
        let desk = try Plan(experiment, size: .desk)
        #expect(desk.map { $0.configuration[.budget] } == [7, 7])
        #expect(desk.map { $0.configuration[.units] }.last == 3)
    }

    @Test func aSizeReplacesAnAxis() throws {
        func experiment(_ axis: Axis) -> Experiment {
            Experiment("sized") {
                Problem(.copy(symbols: 2))
                Sweep {
                    Axis(.truncation, [2, 3, 5])
                    Seeds(2)
                }
                Size(.quick, updates: 10) { axis }
                Size(.desk, updates: 10)
            }
        }
        let fewer = experiment(Axis(.truncation, [4]))
        #expect(try Plan(fewer, size: .quick).map { $0.configuration[.truncation] } == [4, 4])
        #expect(try Plan(fewer, size: .desk).count == 6)
        let overridden = try Plan(
            fewer, size: .quick, overrides: [Override(parsing: "truncation=7,8")])
        #expect(overridden.count == 4)
        #expect(throws: SweepError.notAnAxis(.units, axes: [.truncation], user: "size quick")) {
            try Plan(experiment(Axis(.units, [4])), size: .quick)
        }
    }

    @Test func anUnknownSizeNamesTheChoices() {
        #expect(throws: SweepError.self) { try Plan(horizon, size: .paper) }
        let error = SweepError.unknownSize(
            "paper", experiment: "horizon", choices: ["smoke", "quick", "desk"])
        #expect(
            error.description == "horizon has no size 'paper': its sizes are smoke, quick, desk")
    }

    @Test func anOverrideReplacesAnAxis() throws {
        let plan = try Plan(horizon, size: .quick, overrides: [Override(parsing: "truncation=7")])
        #expect(plan.count == 4)
        #expect(plan.allSatisfy { $0.configuration[.truncation] == 7 })
        #expect(plan.axes.map(\.setting) == [.truncation, .method, .seed])
    }

    @Test func oneValueOfAnotherSettingChangesAllCells() throws {
        let plan = try Plan(horizon, size: .quick, overrides: [Override(parsing: "units=32")])
        #expect(plan.count == 12)
        #expect(plan.allSatisfy { $0.configuration[.units] == 32 })
    }

    @Test func severalValuesOfAnotherSettingAreAnAxisBeforeTheSeeds() throws {
        let overrides = [try Override(parsing: "sg_scale=1,0.1")]
        let plan = try Plan(horizon, size: .quick, overrides: overrides)
        #expect(plan.axes.map(\.setting) == [.truncation, .method, .sgScale, .seed])
        #expect(plan.count == 24)
        #expect(plan[2].configuration[.sgScale] == 0.1)
    }

    @Test func seedsCanBeNamed() throws {
        let plan = try Plan(horizon, size: .smoke, overrides: [Override(parsing: "seed=3,9")])
        #expect(plan.map { $0.configuration[.seed] }.prefix(2) == [3, 9])
    }

    @Test func aSettingOverriddenTwiceIsAnError() throws {
        let override = try Override(parsing: "units=32")
        #expect(throws: SweepError.repeatedOverride(.units)) {
            try Plan(horizon, size: .quick, overrides: [override, override])
        }
    }

    @Test func mistakesInASpecificationAreFound() {
        let twice = Experiment("twice") {
            Problem(.copy(symbols: 2))
            Sweep {
                Axis(.truncation, [2])
                Axis(.truncation, [3])
            }
            Size(.smoke, updates: 1)
        }
        #expect(throws: SweepError.repeatedAxis(.truncation)) { try Plan(twice, size: .smoke) }
        let outside = Experiment("outside") {
            Problem(.copy(symbols: 2))
            Sweep { Axis(.truncation, [0]) }
            Size(.smoke, updates: 1)
        }
        #expect(throws: SettingError.self) { try Plan(outside, size: .smoke) }
        let empty = Experiment("empty") {
            Problem(.copy(symbols: 2))
            Sweep { Axis(.truncation, []) }
            Size(.smoke, updates: 1)
        }
        #expect(throws: SweepError.emptyAxis(.truncation)) { try Plan(empty, size: .smoke) }
    }

    @Test func derivedSettingsAreFilledInPerCell() throws {
        let plan = try Plan(
            horizon, size: .smoke,
            completing: { configuration in
                var completed = configuration
                completed[.dataFingerprint] = "of \(configuration[.data])"
                return completed
            })
        #expect(plan[0].configuration[.dataFingerprint] == "of bible-kjv")
    }

    /// An override that changes the task empties tables, which is said beforehand.
    @Test func quantitiesThatAnOverrideTakesAwayAreNoted() throws {
        let experiment = Experiment("noted") {
            Problem(.copy(symbols: 2))
            Sweep { Axis(.truncation, [2, 3]) }
            Size(.smoke, updates: 1)
            Report {
                Table(.solvedLength, rows: .truncation, columns: .seed)
                Curve(.solvedLength, by: .truncation, per: .seed)
                Table(.trainingLoss, rows: .truncation, columns: .seed)
            }
        }
        #expect(try Plan(experiment, size: .smoke).notes == [])
        let both = try Plan(
            experiment, size: .smoke, overrides: [Override(parsing: "task=copy,text")])
        #expect(both.notes == [])
        let text = try Plan(experiment, size: .smoke, overrides: [Override(parsing: "task=text")])
        #expect(
            text.notes
                == ["table of solved_length", "curve of solved_length"].map {
                    .neverMeasured(
                        "solved_length", tasks: [.text],
                        measuring: [.copy, .repeatCopy, .adding, .parity], user: $0)
                })
    }

    /// A condition on a seed is a difference between seeds.
    @Test func seedsStandForEachOtherUnlessAConditionSaysOtherwise() throws {
        func experiment(_ parts: any ExperimentPart...) -> Experiment {
            Experiment("seeds") {
                Problem(.copy(symbols: 2))
                Sweep {
                    Axis(.truncation, [2, 3])
                    Seeds(3)
                }
                Size(.smoke, updates: 1)
                parts
            }
        }
        let alike = try Plan(experiment(), size: .smoke).configurationsWithoutSeeds
        #expect(alike.map { $0[.truncation] } == [2, 3])
        let unlike = try Plan(
            experiment(Where(.seed, 2) { With(.units, 9) }), size: .smoke)
        #expect(unlike.configurationsWithoutSeeds.map { $0[.units] } == [64, 64, 9, 64, 64, 9])
    }

    @Test func aHundredThousandCellsAreNotMaterialized() throws {
        let seeds = try Plan(
            Experiment("large") {
                Problem(.copy(symbols: 2))
                Sweep {
                    Axis(.truncation, Array(1...1000))
                    Seeds(100)
                }
                Size(.smoke, updates: 1)
            }, size: .smoke)
        #expect(seeds.count == 100_000)
        #expect(seeds[99_999].configuration[.truncation] == 1000)
        #expect(seeds[99_999].configuration[.seed] == 99)
    }
}

@Suite struct PlaceTests {
    private let experiment = Experiment("e") {
        Problem(.copy(symbols: 2))
        Sweep {
            Axis(.truncation, [2, 3, 5])
            Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
            Seeds(4)
        }
        Size(.smoke, updates: 10)
    }

    @Test func everyCellIsFoundByItsPlace() throws {
        let plan = try Plan(experiment, size: .smoke)
        for cell in plan {
            let place = try cell.axes.reversed().map { try Override(parsing: $0.description) }
            #expect(try plan.cell(at: place) == cell)
        }
    }

    @Test(
        arguments: zip(
            [
                "truncation=3 method=sg_linear", "truncation=4 method=sg_linear seed=0",
                "truncation=3 method=sg_linear seed=0 units=64",
            ],
            [
                SweepError.unplaced(axis: .seed, values: (0..<4).map { .integer($0) }),
                .notOnAxis(
                    axis: .truncation, value: .integer(4),
                    values: [2, 3, 5].map { .integer($0) }),
                .notAnAxis(.units, axes: [.truncation, .method, .seed], user: "--at"),
            ]))
    func aPlaceThatIsNoneIsAnError(place: String, error: SweepError) throws {
        let plan = try Plan(experiment, size: .smoke)
        let place = try place.split(separator: " ").map { try Override(parsing: String($0)) }
        #expect(throws: error) { try plan.cell(at: place) }
    }
}
