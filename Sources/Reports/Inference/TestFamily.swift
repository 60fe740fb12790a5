/// The tests of one report, judged together; the rule is that of `Verdict`.
struct TestFamily {
    /// The probability of anything false that a report is allowed.
    static let level = 0.05

    private let tests: [PrimaryTest]
    private let correction: HolmCorrection

    init(_ tests: [PrimaryTest]) {
        self.tests = tests
        correction = HolmCorrection(tests.map(\.pValue))
    }

    var count: Int { tests.count }

    /// The corrected p of a test.
    func pValue(of test: Int) -> Double { correction.corrected[test] }

    /// The verdict of a test.
    /// - Parameter statement: the test as a claim has it that expects another side; itself unless given.
    func verdict(of test: Int, as statement: PrimaryTest? = nil) -> Verdict {
        let own = tests[test]
        if pValue(of: test) <= Self.level { return (statement ?? own).direction }
        if couldDecide(test, own.count) { return .undecided }
        // The least p halves with every seed, and decides in the end.
        var least = own.count + 1
        while !couldDecide(test, least) { least += 1 }
        return .tooFewSeeds(own.count, least: least)
    }

    /// Whether some results of so many seeds would decide a test, all others as they came out.
    private func couldDecide(_ test: Int, _ seeds: Int) -> Bool {
        correction.corrected(ifLowered: tests[test].leastPValue(of: seeds)) <= Self.level
    }
}
