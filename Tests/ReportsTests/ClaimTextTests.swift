import Store
import Sweeps
import Testing
import Vocabulary

@testable import Reports

/// Claims of a page, from measured values to the words of their verdicts.
@Suite struct ClaimTextTests {
    /// Two windows, two methods, and what a report says of them.
    private func experiment(seeds: Int, _ report: Report) -> Experiment {
        Experiment("sample") {
            Problem(.copy(symbols: 2))
            Sweep {
                Axis(.truncation, [2, 3])
                Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
                Seeds(seeds)
            }
            Size(.smoke, updates: 20)
            report
        }
    }

    /// The page with values of a quantity by truncation, method and seed.
    private func page(
        _ report: Report, of quantity: String = "solved_length", seeds: Int = 6,
        images: [Double] = [], _ value: (Int, Bool, Int) -> Double
    ) throws -> String {
        let plan = try Plan(experiment(seeds: seeds, report), size: .smoke)
        let names = plan.axes.map(\.setting.word)
        let shape = plan.axes.map(\.values.count)
        func variable(_ name: String, _ values: [Double]) -> Dataset {
            Dataset(name, dimensions: names, shape: shape, .float64(values))
        }
        let values = plan.map { cell in
            let configuration = cell.configuration
            return value(
                Int(configuration[.truncation]), configuration[.method] != .truncatedBPTT,
                Int(configuration[.seed]))
        }
        let record = CollectedRecord(
            over: plan,
            variables: [
                variable("status", plan.map { _ in 0 }), variable(quantity, values),
                Dataset(
                    "cell_id", dimensions: names, shape: shape, .strings(plan.map(\.identity))),
            ] + (images.isEmpty ? [] : [variable("test_images", images)]))
        let results = SweepResults(plan, record)
        return ReportPage(plan: plan, results: results, figures: []).text
    }

    private let better = Compare(
        .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT, expecting: .greater)

    private func verdicts(_ page: String) -> [Substring] {
        page.split(separator: "\n").filter { $0.hasPrefix("  Verdict: ") }
            .map { $0.dropFirst("  Verdict: ".count) }
    }

    /// Whole numbers that differ by two at one place and by three at the other.
    @Test func aClaimReadsTopToBottom() throws {
        let text = try page(Report { Claim("P", "It is longer.") { better } }) { steps, isSG, _ in
            Double(steps + 3 + (isSG ? steps : 0))
        }
        let expected = """
            Claim P: It is longer.

              longest solved length N, expected greater:
              truncation  SG linear  truncated BPTT  difference  95 % interval  as expected       p    verdict
              ----------  ---------  --------------  ----------  -------------  -----------  ------  ---------
              pooled            8.0             5.5         2.5     2.0 to 3.0       6 of 6  0.0313  supported
              2                 7.0             5.0         2.0     1.5 to 2.5       6 of 6       -  secondary
              3                 9.0             6.0         3.0     2.5 to 3.5       6 of 6       -  secondary
              Verdict: supported.

            """
        #expect(text.hasSuffix(expected), "\(text)")
        #expect(text.ranges(of: "Verdicts: each comparison is one test").count == 1)
    }

    /// Verdicts of one page are corrected together, in whatever item of it the claims are.
    @Test func allTestsOfAPageAreCorrectedTogether() throws {
        let other = Compare(.solvedLength, of: .truncation, 3, with: 2, expecting: .greater)
        func value(_ steps: Int, _ isSG: Bool, _ seed: Int) -> Double {
            Double(steps * seed + (isSG ? seed + 1 : 0) + seed % 2)
        }
        let one = try page(Report { Claim("P", "It is.") { better } }, value)
        #expect(verdicts(one) == ["supported."])
        // A test of each method besides.
        let three = try page(
            Report {
                Claim("P", "It is.") { better }
                Claim("T", "So is this.") { other }
            }, value)
        #expect(
            verdicts(three) == Array(repeating: "undecided: 6 of at least 7 seeds.", count: 3))
        #expect(three.contains("all tests of this report (3)"))
    }

    /// One test is one, however often and from whichever side it is stated.
    @Test func theSameTestIsCountedOnce() throws {
        let text = try page(
            Report {
                Claim("P", "It is longer.") { better }
                Claim("Q", "It is.") {
                    better
                    Compare(
                        .solvedLength, of: .truncatedBPTT, with: .synthetic(.linear),
                        expecting: .greater)
                    Compare(
                        .solvedLength, of: .truncatedBPTT, with: .synthetic(.linear),
                        expecting: .less)
                }
            }
        ) { _, isSG, seed in Double(seed + (isSG ? 1 + seed % 2 : 0)) }
        #expect(verdicts(text) == ["supported.", "supported.", "contradicted.", "supported."])
        #expect(text.contains("all tests of this report (1)"))
        // Another margin is another test.
        let margins = try page(
            Report {
                Claim("P", "It is the same.") {
                    Compare(
                        .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT,
                        expecting: .within(1))
                    Compare(
                        .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT,
                        expecting: .within(2))
                }
            }
        ) { _, _, _ in 5 }
        #expect(margins.contains("all tests of this report (2)"))
    }

    @Test func equalityWithinAMarginIsAClaim() throws {
        func verdict(_ margin: Double, _ difference: Double) throws -> [Substring] {
            let text = try page(
                Report {
                    Claim("E", "It makes no difference.") {
                        Compare(
                            .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT,
                            expecting: .within(margin))
                    }
                }
            ) { _, isSG, seed in Double(seed) + (isSG ? difference : 0) }
            #expect(text.contains("expected equal within \(margin):"), "\(text)")
            return verdicts(text)
        }
        #expect(try verdict(2, 0) == ["supported."])
        #expect(try verdict(0.5, 0) == ["undecided."])
        #expect(try verdict(2, 3) == ["contradicted."])
        // Half a step beyond the margin, which the interval does not leave.
        #expect(try verdict(2, 2.5) == ["undecided."])
    }

    /// A share of images is known to one image of the smallest test set.
    @Test func sharesAreKnownToOneImage() throws {
        let quantity = Quantity(
            "accuracy", label: "accuracy", digits: 3,
            resolution: .share(of: .testImages, whole: 1), better: .higher)
        func interval(_ images: [Double]) throws -> Bool {
            let text = try page(
                Report {
                    Claim("A", "It is better.") {
                        Compare(
                            quantity, of: .synthetic(.linear), with: .truncatedBPTT,
                            expecting: .greater)
                    }
                }, of: "accuracy", images: images
            ) { _, isSG, _ in isSG ? 0.75 : 0.5 }
            return text.contains("0.225 to 0.275")
        }
        let images = (0..<24).map { $0 == 3 ? 20.0 : 500 }
        #expect(try interval(images))
        #expect(try !interval(images.map { $0 + 20 }))
        #expect(try !interval([]))
    }

    /// Long headings are letters with a legend.
    @Test func tablesStayNarrow() throws {
        let text = try page(
            Report {
                Claim("P", "It is longer.") {
                    Compare(
                        .solvedLength, of: .method, .synthetic(.linear), with: .truncatedBPTT,
                        expecting: .greater
                    ).and(.truncation, 3, with: 2)
                }
            }
        ) { steps, isSG, _ in Double(steps + (isSG ? 1 : 0)) }
        #expect(text.contains("  cells    A    B  difference"), "\(text)")
        #expect(
            text.contains(
                "\n  A  SG linear, truncation 3\n  B  truncated BPTT, truncation 2\n  Verdict: "),
            "\(text)")
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
}
