import Testing
import Vocabulary

/// How each kind of setting reads its values: one spelling, the same wherever it stands.
@Suite struct NumberTests {
    @Test(arguments: [
        ("0", 0), ("-3", -3), ("007", 7), ("100000", 100_000), ("-100000", -100_000),
    ])
    func wholeNumbersAreDigits(text: String, number: Int) {
        #expect(Domain.integers(-100_000...100_000).parse(text) == .integer(number))
    }

    @Test(arguments: [
        "", "+3", " 3", "3 ", "3\n", "\t3", "1e5", "3.0", "1_000", "1,000", "0x10", "0b1", "--3",
        "-",
        "٣", "３", "²", "Ⅷ", "3\u{301}", "nan", "inf", "100001", "9223372036854775807",
        "9223372036854775808", "-9223372036854775809", "three",
    ])
    func whatIsNoWholeNumberIsRefused(text: String) {
        #expect(Domain.integers(-100_000...100_000).parse(text) == nil)
    }

    @Test(arguments: [
        ("0", 0), ("-0.0", 0), ("1", 1), ("0.5", 0.5), ("1e-3", 1e-3), ("2E2", 200),
        ("1e+2", 100), ("-10", -10), ("1.17549436e-38", 1.175_494_36e-38),
    ])
    func numbersAreDecimal(text: String, number: Double) {
        #expect(Domain.reals(-1000...1000).parse(text) == .real(number))
    }

    @Test(arguments: [
        "", "+3", " 0.5", "0.5 ", "0,5", "0x1p-3", "1_0", "nan", "-nan", "inf", "-infinity", "1e",
        "e5", "1e5.5", "1.2.3", "--1", "１", "½", "1001", "1e400", "-1e39",
    ])
    func whatIsNoNumberIsRefused(text: String) {
        #expect(Domain.reals(-1000...1000).parse(text) == nil)
    }

    /// Networks compute in single precision: what would be 0 there is no step size.
    @Test(arguments: ["1e-50", "1e-45", "1e-39", "1.1754942e-38", "5e-324"])
    func aNumberThatSinglePrecisionLosesIsRefused(text: String) throws {
        #expect(Domain.positiveReals(upTo: 10).parse(text) == nil)
        #expect(Domain.reals(0...1).parse(text) == nil)
        let number = try #require(Double(text))
        #expect(!Domain.positiveReals(upTo: 10).contains(.real(number)))
        #expect {
            try SettingName.learningRate.definition.parse(text)
        } throws: { error in
            "\(error)" == "learning_rate is '\(text)': it must be a number above 0, up to 10, and "
                + "of a size that single precision has"
        }
    }

    @Test func aNumberThatSinglePrecisionHasNoRoomForIsRefused() {
        #expect(Domain.reals(0...1e300).parse("1e39") == nil)
        #expect(Domain.reals(0...1e300).parse("1e38") == .real(1e38))
    }

    @Test func zeroHasNoSign() throws {
        var (plus, minus) = (Configuration(), Configuration())
        plus[.forgetBias] = 0
        minus[.forgetBias] = -0.0
        #expect(plus.json == minus.json)
        #expect(plus.identity(axes: [.forgetBias]) == minus.identity(axes: [.forgetBias]))
    }

    /// The command line, an experiment file and the JSON of a configuration take the same numbers.
    @Test(arguments: [
        ("units", "3", true), ("units", "0", false), ("units", "3.5", false),
        ("learning_rate", "0.001", true), ("learning_rate", "1", true),
        ("learning_rate", "1e-50", false), ("learning_rate", "1e39", false),
        ("seed", "4294967295", true), ("seed", "4294967296", false), ("seed", "-1", false),
        ("seed", "18446744073709551616", false),
    ])
    func everyReaderTakesTheSameNumbers(word: String, text: String, isRight: Bool) throws {
        let name = try #require(SettingName(word: word))
        let typed = try? name.definition.parse(text)
        let stored = try? Configuration(json: #"{"schema_version":2,"\#(word)":\#(text)}"#)
        #expect((typed != nil) == isRight)
        #expect((stored != nil) == isRight)
        if let typed { #expect(stored?.value(of: name) == typed) }
    }

    /// JSON has types: no setting is read from another one.
    @Test(arguments: [
        #""units":"3""#, #""units":true"#, #""units":null"#, #""units":[3]"#, #""units":{}"#,
        #""data":5"#, #""data":true"#, #""method":1"#, #""batch_normalization":true"#,
    ])
    func aMemberOfAnotherTypeIsRefused(member: String) {
        #expect(throws: SettingError.self) {
            try Configuration(json: #"{"schema_version":2,\#(member)}"#)
        }
    }

    @Test(arguments: ["", "not json", "[]", "3", #"{"units":"#, #"{"units":[1]}"#, "\u{0}"])
    func anUnreadableConfigurationIsNoConfigurationOfDefaults(text: String) {
        let wanted = Configuration().json
        let there = Configuration.differences(stored: text, wanted: wanted)
        #expect(there.count == 1 && there[0].hasPrefix("what is there is no configuration"))
        let here = Configuration.differences(stored: wanted, wanted: text)
        #expect(here.count == 1 && here[0].hasPrefix("what is here is no configuration"))
        #expect(throws: SettingError.malformedConfiguration(text)) {
            try Configuration(json: text)
        }
    }
}
