import Sweeps
import Testing
import Vocabulary

/// Ranges of whole numbers, and lists and products that are too long.
@Suite struct RangeTests {
    @Test(arguments: [
        ("seed=0-3", [0, 1, 2, 3]), ("seed=7-7", [7]), ("seed=0-2,20", [0, 1, 2, 20]),
        ("seed=20,0-1,5-6", [20, 0, 1, 5, 6]), ("truncation=2-4", [2, 3, 4]),
        ("units=08-9", [8, 9]),
    ])
    func aRangeIsAllFromTheFirstToTheLast(text: String, numbers: [Int]) throws {
        #expect(try Override(parsing: text).values == numbers.map { .integer($0) })
    }

    /// Dashes and minus signs elsewhere are what they are.
    @Test(arguments: [
        ("data=a-b.txt", Value.text("a-b.txt")), ("data=0-9", .text("0-9")),
        ("forget_bias=-1", .real(-1)), ("learning_rate=1e-3", .real(1e-3)),
    ])
    func otherSettingsHaveNoRanges(text: String, value: Value) throws {
        #expect(try Override(parsing: text).values == [value])
    }

    @Test(arguments: [
        "seed=9-0", "seed=0-", "seed=0-99999999999", "seed=1-2-3", "seed=0--1", "seed=0-+1",
        "seed=0 - 3", "seed=a-b", "truncation=0-3", "seed=0–9-",
    ])
    func whatIsNoRangeIsNamed(text: String) {
        let part = String(text.drop { $0 != "=" }.dropFirst())
        #expect { try Override(parsing: text) } throws: { error in
            guard case .malformedRange(_, part, _)? = error as? SweepError else { return false }
            return "\(error)".contains("'\(part)': it must be a whole number from ")
                && "\(error)".contains("or a range of them, the smaller first")
        }
    }

    @Test func aMinusSignAloneIsNoRange() {
        #expect(throws: SettingError.self) { try Override(parsing: "seed=-5") }
        #expect(throws: SettingError.self) { try Override(parsing: "seed=-") }
    }

    @Test func aValueInTwoRangesIsNamed() {
        #expect(throws: SweepError.repeatedValue(setting: .seed, value: "3")) {
            try Override(parsing: "seed=0-3,3-5")
        }
    }

    @Test(arguments: ["seed=0-1000000", "seed=0-4294967295"])
    func aRangeBeyondAllSweepsIsRefusedAtOnce(text: String) {
        #expect(throws: SweepError.tooManyCells(limit: 120_000)) {
            try Override(parsing: text)
        }
    }

    /// Products of axes that no integer holds are refused, not computed.
    @Test func aProductThatOverflowsIsRefused() throws {
        let lists = [
            "truncation=1-1500", "units=1-1500", "batch=1-1500", "record_every=1-1500",
            "evaluate_every=1-1500", "seed=1-1500",
        ]
        let overrides = try lists.map { try Override(parsing: $0) }
        for count in 2...overrides.count {
            #expect(throws: SweepError.tooManyCells(limit: 120_000)) {
                try Plan(horizon, size: .quick, overrides: Array(overrides.prefix(count)))
            }
        }
    }

    @Test(arguments: [0, -1, 120_001, Int.max])
    func seedsThatAreNoneAreNamed(count: Int) {
        let experiment = Experiment("seeds") {
            Problem(.copy(symbols: 2))
            Sweep { Seeds(count) }
            Size(.smoke, updates: 1)
        }
        let error = SweepError.seeds(count, experiment: "seeds", limit: 120_000)
        #expect(throws: error) { try Plan(experiment, size: .smoke) }
        let sized = Experiment("seeds") {
            Problem(.copy(symbols: 2))
            Size(.smoke, updates: 1)
            Size(.desk, updates: 1, seeds: count)
        }
        #expect(throws: error) { try Plan(sized, size: .smoke) }
        #expect(
            error.description == "seeds has \(count) seeds: it must have from 1 to 120000")
    }

    @Test(arguments: [-1, Int.min, Int(UInt32.max) + 1, Int.max])
    func aFirstSeedThatIsNoneIsNamed(first: Int) throws {
        func experiment(_ first: Int) -> Experiment {
            Experiment("seeds") {
                Problem(.copy(symbols: 2))
                Sweep { Seeds(3, from: first) }
                Size(.smoke, updates: 1)
                Size(.desk, updates: 1, seeds: 2)
            }
        }
        let limit = Int(UInt32.max)
        let error = SweepError.firstSeed(first, experiment: "seeds", limit: limit)
        #expect(throws: error) { try Plan(experiment(first), size: .smoke) }
        #expect(
            error.description
                == "seeds has seeds from \(first): the first must be from 0 to 4294967295")
        #expect(
            try Plan(experiment(20), size: .smoke).axes.last?.values == [20, 21, 22].map(\.value))
        #expect(try Plan(experiment(20), size: .desk).axes.last?.values == [20, 21].map(\.value))
        // The first is one, and not the last.
        #expect(throws: SettingError.self) { try Plan(experiment(limit), size: .smoke) }
        // Nor those of trials.
        let trial = Tune.firstSeed.value
        #expect(throws: SweepError.tuningSeed(trial, trials: [trial])) {
            try Plan(
                Experiment("seeds") {
                    Problem(.copy(symbols: 2))
                    Sweep {
                        Axis(.truncation, [2, 3])
                        Seeds(2, from: Tune.firstSeed - 1)
                    }
                    Size(.smoke, updates: 1)
                    Tune(per: .truncation, seeds: 1, by: .solvedLength) {
                        Axis(.learningRate, [0.1, 1])
                    }
                }, size: .smoke)
        }
    }

    /// An experiment's name is that of a file and a word of commands.
    @Test(arguments: [
        "", "-x", "a b", "a/b", "..", "a\nb", "é", "$(id)", "a'b",
        String(repeating: "x", count: 65),
    ])
    func aNameThatIsNoFileNameIsRefused(name: String) {
        let experiment = Experiment(name) {
            Problem(.copy(symbols: 2))
            Size(.smoke, updates: 1)
        }
        #expect(throws: SweepError.experimentName(name)) { try Plan(experiment, size: .smoke) }
        #expect(!SweepError.experimentName(name).description.contains { $0.isNewline })
    }

    /// An axis with many values does not make a long message.
    @Test func aLongAxisIsNotListedWhole() {
        let values = (0..<100_000).map { Value.integer($0) }
        #expect(
            SweepError.notOnAxis(axis: .seed, value: .integer(-1), values: values).description.count
                < 300)
        #expect(SweepError.unplaced(axis: .seed, values: values).description.count < 300)
    }

    @Test func onePlaceOnAnAxis() throws {
        let plan = try Plan(horizon, size: .smoke)
        let place = try ["truncation=2", "truncation=3", "method=sg_linear", "seed=0"].map {
            try Override(parsing: $0)
        }
        #expect(throws: SweepError.placedTwice(axis: .truncation)) { try plan.cell(at: place) }
    }

    /// A cell of a sweep over an added axis has its name when it is planned alone.
    @Test func oneCellOfAnAddedAxisKeepsItsName() throws {
        let sweep = try Plan(
            horizon, size: .smoke,
            overrides: [Override(parsing: "units=3,4"), Override(parsing: "sg_scale=0.1,0.2")])
        for cell in sweep {
            let place = try cell.axes.map { try Override(parsing: $0.description) }
            let alone = try Plan(
                horizon, size: .smoke,
                overrides: place.filter { [.units, .sgScale].contains($0.setting) },
                swept: Set(place.map(\.setting)))
            let again = try alone.cell(at: place)
            #expect(again.identity == cell.identity)
            #expect(again.axes == cell.axes)
        }
    }
}
