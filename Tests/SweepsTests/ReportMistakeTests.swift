import Sweeps
import Testing
import Vocabulary

/// Reports that could not be filled in are found when a sweep is planned.
@Suite struct ReportMistakeTests {
    /// Figures by an axis.
    private static func figures<Content: Hashable>(
        by axis: Setting<Content>, _ content: Content
    ) -> PublishedTable {
        PublishedTable(
            citation: "paper", caution: "none", by: axis, columns: [("paper", [content: "1"])])
    }

    /// A claim of one comparison.
    private static func claim(_ comparison: Compare) -> Report {
        Report { Claim("P", "It is.") { comparison } }
    }

    static let mistakes: [(Report, SweepError)] = [
        (
            Report {
                Table(
                    .solvedLength, rows: .truncation, columns: .method,
                    beside: PublishedTable(
                        citation: "paper", caution: "none", by: .truncation,
                        columns: [("x", [2: "1", 3: "2", 2: "3"])]))
            },
            .publishedTwice(
                axis: .truncation, value: .integer(2), column: "x",
                user: "table of solved_length")
        ),
        (
            Report {
                Table(
                    .solvedLength, rows: .truncation, columns: .method,
                    beside: PublishedTable(
                        citation: "paper", caution: "none", by: .truncation,
                        for: [With(.units, -1)], columns: [("x", [2: "1"])]))
            },
            .publishedFor(
                .invalidValue(
                    setting: .units, value: "-1", domain: SettingName.units.definition.domain),
                user: "table of solved_length")
        ),
        (
            claim(
                Compare(
                    .solvedLength, of: .truncation, 2, with: 3, along: .truncation,
                    expecting: .less)),
            .comparedAlongItself(.truncation, user: "claim P")
        ),
        (
            claim(
                Compare(
                    .solvedLength, of: .truncation, 2, threshold: 3, along: .truncation,
                    expecting: .less)),
            .comparedAlongItself(.truncation, user: "claim P")
        ),
        (
            claim(Compare(.solvedLength, of: .truncation, 2, with: 2, expecting: .less)),
            .comparedWithItself(axis: .truncation, value: .integer(2), user: "claim P")
        ),
        (
            claim(Compare(.solvedLength, of: .truncation, 2, with: 3, expecting: .within(0))),
            .margin(0, user: "claim P")
        ),
        (
            claim(Compare(.solvedLength, of: .truncation, 2, with: 3, expecting: .within(-1))),
            .margin(-1, user: "claim P")
        ),
        (
            claim(
                Compare(.solvedLength, of: .truncation, 2, with: 3, expecting: .within(.infinity))),
            .margin(.infinity, user: "claim P")
        ),
        (
            claim(
                Compare(.solvedLength, of: .truncation, 2, threshold: .infinity, expecting: .less)),
            .threshold(.infinity, user: "claim P")
        ),
        (
            Report {
                Table(
                    Quantity("mine", label: "mine", resolution: .step(0)), rows: .truncation,
                    columns: .method)
            },
            .resolution(0, quantity: "mine", user: "table of mine")
        ),
        (
            claim(Compare(.solvedLength, of: .seed, 0, with: 1, expecting: .less)),
            .notAnAxis(.seed, axes: [.truncation, .method], user: "claim P")
        ),
        (
            Report { Overview([.solvedLength], of: .oracle, rows: .truncation, .seed) },
            .neverOnAxis(axis: .method, value: .text("oracle"), user: "overview")
        ),
        (
            Report {
                Overview([.solvedLength], of: .truncatedBPTT, rows: .truncation, .truncation)
            },
            .sameAxisTwice(.truncation, user: "overview")
        ),
        (
            Report {
                Overview([.solvedLength], of: .truncatedBPTT, rows: .truncation, .method)
            },
            .sameAxisTwice(.method, user: "overview")
        ),
        (
            Report { Curve(.solvedLength, by: .method, per: .method) },
            .sameAxisTwice(.method, user: "curve of solved_length")
        ),
        (
            Report { Curve(.solvedLength, beside: .testError, by: .method) },
            .neverMeasured(
                "test_error", tasks: [.copy], measuring: [.images],
                user: "curve of solved_length")
        ),
        (
            Report { Final(.solvedLength, against: .method, by: .method) },
            .sameAxisTwice(.method, user: "figure of solved_length")
        ),
        (
            Report {
                Final(
                    .solvedLength, against: .method, by: .truncation,
                    beside: figures(by: .truncation, 2))
            },
            .publishedElsewhere(
                axis: .truncation, shown: [.method], user: "figure of solved_length")
        ),
        (
            Report { HeatMap(.testError, rows: .method, columns: .truncation) },
            .neverMeasured(
                "test_error", tasks: [.copy], measuring: [.images], user: "heat map of test_error")
        ),
        (
            Report { HeatMap(.solvedLength, rows: .method, columns: .truncation, per: .method) },
            .sameAxisTwice(.method, user: "heat map of solved_length")
        ),
        (
            Report {
                Profile("cosine", over: [], by: .method, per: .truncation) { _ in .solvedLength }
            },
            .emptyFigure("profile of cosine")
        ),
        (
            Report { Table(.solvedLength, rows: .seed, columns: .seed) },
            .sameAxisTwice(.seed, user: "table of solved_length")
        ),
        (
            Report {
                Table(
                    .solvedLength, rows: .method, columns: .truncation,
                    beside: figures(by: .depth, 3))
            },
            .publishedElsewhere(
                axis: .depth, shown: [.method, .truncation], user: "table of solved_length")
        ),
        (
            Report {
                Table(
                    .solvedLength, rows: .method, columns: .truncation,
                    beside: figures(by: .truncation, 20))
            },
            .publishedNowhere(
                axis: .truncation, values: [.integer(20)], user: "table of solved_length")
        ),
        (
            Report { Table(.testError, rows: .method, columns: .truncation) },
            .neverMeasured(
                "test_error", tasks: [.copy], measuring: [.images], user: "table of test_error")
        ),
        (
            Report { Curve(.bitsPerCharacter, by: .method, per: .truncation) },
            .neverMeasured(
                "bits_per_character", tasks: [.copy], measuring: [.text],
                user: "curve of bits_per_character")
        ),
        (
            Report {
                Overview([.testAccuracy], of: .truncatedBPTT, rows: .truncation, .seed)
            },
            .neverMeasured(
                "test_accuracy", tasks: [.copy], measuring: [.images], user: "overview")
        ),
        (
            claim(
                Compare(
                    .gradientBias(ofLayer: 0), of: .method, .truncatedBPTT, threshold: 1,
                    expecting: .less)),
            .neverMeasured(
                "gradient_bias_layer_0", tasks: [.copy], measuring: [.images], user: "claim P")
        ),
    ]

    @Test(arguments: mistakes)
    func isFound(report: Report, error: SweepError) {
        #expect(throws: error) { try Plan(MistakeTests.experiment(report), size: .smoke) }
    }

    @Test func aMarginThatIsNoNumberIsFound() {
        let comparison = Compare(
            .solvedLength, of: .truncation, 2, with: 3, expecting: .within(.nan))
        #expect(throws: SweepError.self) {
            try Plan(MistakeTests.experiment(Self.claim(comparison)), size: .smoke)
        }
    }

    /// A recurrent quantity is not one of images, and what a user names is not known.
    @Test func quantitiesOfOtherTasksAreFound() throws {
        func experiment(_ quantity: Quantity) -> Experiment {
            Experiment("images") {
                Problem(.images())
                Sweep { Axis(.depth, [3, 4]) }
                Size(.smoke, updates: 1)
                Report { Table(quantity, rows: .depth, columns: .seed) }
            }
        }
        let error = SweepError.neverMeasured(
            "truncated_gradient_cosine", tasks: [.images],
            measuring: [.copy, .repeatCopy, .adding, .parity, .text],
            user: "table of truncated_gradient_cosine")
        #expect(throws: error) {
            try Plan(experiment(.truncatedCosine.measured(in: "1")), size: .smoke)
        }
        for quantity in [.testError, .trainingLoss, Quantity("solved_length", label: "mine")] {
            #expect(try Plan(experiment(quantity), size: .smoke).count == 2)
        }
    }

    /// What is on an axis at one size may be named, and what a user sets stands above a condition.
    @Test func whatSomeSizeHasIsNoMistake() throws {
        let experiment = MistakeTests.experiment(
            Size(.desk, updates: 2, seeds: 3) { Axis(.truncation, [7]) },
            Where(.truncation, 7) { With(.units, 3) }, Where(.seed, 2) { With(.batch, 4) },
            Self.claim(Compare(.solvedLength, of: .truncation, 7, with: 3, expecting: .less)),
            Report {
                Table(
                    .solvedLength, rows: .method, columns: .truncation,
                    beside: Self.figures(by: .truncation, 7))
            })
        #expect(try Plan(experiment, size: .smoke).count == 4)
        #expect(try Plan(experiment, size: .desk)[0].configuration[.units] == 3)
        let overrides = [try Override(parsing: "units=5")]
        let plan = try Plan(experiment, size: .desk, overrides: overrides)
        #expect(plan[0].configuration[.units] == 5 && plan[2].configuration[.batch] == 4)
    }
}
