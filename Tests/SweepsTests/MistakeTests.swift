import Sweeps
import Testing
import Vocabulary

/// Mistakes that compile are found when a sweep is planned, before anything has run.
@Suite struct MistakeTests {
    /// An experiment over truncation and method, with something more.
    static func experiment(_ parts: any ExperimentPart...) -> Experiment {
        Experiment("mistake") {
            Problem(.copy(symbols: 2))
            Sweep {
                Axis(.truncation, [2, 3])
                Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
            }
            Size(.smoke, updates: 1)
            parts
        }
    }

    static let mistakes: [(Experiment, SweepError)] = [
        (
            experiment(Report { Table(.solvedLength, rows: .units, columns: .method) }),
            .notAnAxis(.units, axes: [.truncation, .method], user: "table of solved_length")
        ),
        (
            experiment(Report { Table(.solvedLength, rows: .method, columns: .method) }),
            .sameAxisTwice(.method, user: "table of solved_length")
        ),
        (
            experiment(Report { Curve(.solvedLength, by: .cell, per: .truncation) }),
            .notAnAxis(.cell, axes: [.truncation, .method], user: "curve of solved_length")
        ),
        (
            experiment(Report { Curve(.solvedLength, by: .method, per: .units) }),
            .notAnAxis(.units, axes: [.truncation, .method], user: "curve of solved_length")
        ),
        (
            experiment(
                Report {
                    Overview([.solvedLength], of: .oracle, rows: .cell, .truncation)
                }),
            .notAnAxis(.cell, axes: [.truncation, .method], user: "overview")
        ),
        (
            experiment(
                Report {
                    Claim("P", "It is.") {
                        Compare(.solvedLength, of: .clipNorm, 1, with: 0, expecting: .less)
                    }
                }),
            .notAnAxis(.clipNorm, axes: [.truncation, .method], user: "claim P")
        ),
        (
            experiment(
                Report {
                    Claim("P", "It is.") {
                        Compare(
                            .solvedLength, of: .method, .oracle, with: .truncatedBPTT,
                            expecting: .less)
                    }
                }),
            .neverOnAxis(axis: .method, value: .text("oracle"), user: "claim P")
        ),
        (
            experiment(
                Report {
                    Claim("P", "It is.") {
                        Compare(
                            .solvedLength, of: .truncation, 2, threshold: 1, along: .units,
                            expecting: .less)
                    }
                }),
            .notAnAxis(.units, axes: [.truncation, .method], user: "claim P")
        ),
        (experiment(Problem(.adding)), .problems(2, experiment: "mistake")),
        (
            Experiment("none") { Size(.smoke, updates: 1) }, .problems(0, experiment: "none")
        ),
        (experiment(Size(.smoke, updates: 2)), .repeatedSize(.smoke, experiment: "mistake")),
        (
            experiment(With(.truncation, 4)),
            .assignedAxis(.truncation, value: .integer(4))
        ),
        (
            experiment(Size(.desk, updates: 2) { With(.method, .oracle) }),
            .assignedAxis(.method, value: .text("oracle"))
        ),
        (experiment(With(.seed, 5)), .assignedAxis(.seed, value: .integer(5))),
        (
            experiment(Size(.desk, updates: 2) { With(.seed, 1) }),
            .assignedAxis(.seed, value: .integer(1))
        ),
        (
            experiment(Where(.method, .synthetic(.linear)) { With(.truncation, 3) }),
            .assignedAxis(.truncation, value: .integer(3))
        ),
        (
            experiment(Where(.truncation, 2) { With(.seed, 3) }),
            .assignedAxis(.seed, value: .integer(3))
        ),
        (
            experiment(
                Size(.desk, updates: 2) {
                    Axis(.truncation, [4]); Axis(.truncation, [5])
                }),
            .repeatedAxis(.truncation)
        ),
        (experiment(Sweep { Axis(.truncation, [5]) }), .repeatedAxis(.truncation)),
        (experiment(Sweep { Axis(.units, []) }), .emptyAxis(.units)),
        (
            experiment(Sweep { Axis(.units, [4, 4]) }),
            .repeatedValue(setting: .units, value: "4")
        ),
        (
            experiment(With(.momentum, 0.5)),
            .unread(.momentum, readers: ["optimizer=momentum"])
        ),
        (
            experiment(Sweep { Axis(.warmUp, [1, 2]) }),
            .unread(.warmUp, readers: ["method=*_warm_up", "method=backprop_then_frozen"])
        ),
        (
            experiment(
                Sweep {
                    Axis(.units, Array(1...8000)); Axis(.batch, Array(1...8000))
                }),
            .tooManyCells(limit: 120_000)
        ),
        (
            experiment(Where(.cell, .gru) { With(.units, 3) }),
            .notAnAxis(.cell, axes: [.truncation, .method, .seed], user: "Where")
        ),
        (
            experiment(Where(.truncation, 4) { With(.units, 3) }),
            .neverOnAxis(axis: .truncation, value: .integer(4), user: "Where")
        ),
        (
            experiment(Where(.seed, 1) { With(.units, 3) }),
            .neverOnAxis(axis: .seed, value: .integer(1), user: "Where")
        ),
    ]

    @Test(arguments: mistakes)
    func isFound(experiment: Experiment, error: SweepError) {
        let size = experiment.sizes.last?.name ?? .smoke
        #expect(throws: error) { try Plan(experiment, size: size) }
    }

    /// A setting of the user must be read; one of the experiment need not be where the user leaves
    /// out the cells that read it.
    @Test func narrowingASweepIsNoMistake() throws {
        let experiment = Self.experiment(With(.sgScale, 0.5))
        let narrowed = try Plan(
            experiment, size: .smoke, overrides: [Override(parsing: "method=truncated_bptt")])
        #expect(narrowed.count == 2)
        #expect(throws: SweepError.unread(.momentum, readers: ["optimizer=momentum"])) {
            try Plan(
                experiment, size: .smoke, overrides: [Override(parsing: "momentum=0.5,0.9")])
        }
        _ = try Plan(
            experiment, size: .smoke,
            overrides: [
                Override(parsing: "momentum=0.5,0.9"), Override(parsing: "optimizer=adam,momentum"),
            ])
    }

    /// A comparison type-checks for every kind of setting.
    @Test func comparisonsAreOfOneAxisOrWithAThreshold() {
        let comparisons = [
            Compare(.solvedLength, of: .clipNorm, 1, with: 0, expecting: .less),
            Compare(.solvedLength, of: .clipNorm, 1, threshold: 0, expecting: .less),
            Compare(
                .solvedLength, of: .warmUp, 1_000, with: 0, along: .placement, expecting: .less),
            Compare(.solvedLength, of: .warmUp, 1_000, threshold: 0, expecting: .less),
            Compare(.testError, of: .placement, .all, with: .none, expecting: .less),
            Compare(.testError, of: .batchNormalization, true, with: false, expecting: .less),
            Compare(.testError, of: .cell, .gru, with: .lstm, along: .units, expecting: .less),
        ]
        #expect(comparisons[0].reference == .value(.real(0)))
        #expect(comparisons[1].reference == .threshold(0))
        #expect(comparisons[2].reference == .value(.integer(0)))
        #expect(comparisons[3].reference == .threshold(0))
    }
}

/// Cells with the same result are one cell.
@Suite struct SharedCellTests {
    private let experiment = Experiment("shared") {
        Problem(.copy(symbols: 2))
        Sweep {
            Axis(.truncation, [2, 3])
            Axis(.sgScale, [0.1, 1])
            Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
            Seeds(2)
        }
        Size(.smoke, updates: 1)
    }

    @Test func cellsThatReadAlikeAreOne() throws {
        let plan = try Plan(experiment, size: .smoke)
        #expect(plan.count == 16)
        let distinct = Array(plan.distinctCells)
        #expect(distinct.count == 12)
        #expect(Set(distinct.map(\.identity)).count == 12)
        // The scale of a synthetic gradient is in the name of those that have one.
        #expect(distinct.count { $0.identity.contains("sg_scale_") } == 8)
        #expect(
            distinct.first?.identity.hasPrefix("truncation_2-method_truncated_bptt-seed_0.")
                == true)
    }

    @Test func synthesizersOnNoLayerAreBackpropagation() throws {
        let placements = Experiment("placements") {
            Problem(.images())
            Sweep {
                Axis(.placement, [.none, .layers(1), .all])
                Axis(.method, [.backprop, .synthetic(.linear), .synthetic(.linear, .conditioned)])
            }
            Size(.smoke, updates: 1)
        }
        #expect(try Plan(placements, size: .smoke).distinctCells.count { _ in true } == 1 + 4)
    }
}
