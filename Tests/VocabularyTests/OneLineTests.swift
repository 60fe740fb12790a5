import Testing
import Vocabulary

/// What a message quotes cannot make two lines of it, nor steer a terminal.
@Suite struct OneLineTests {
    @Test(arguments: [
        ("plain", "plain"), ("é λ 漢 👍", "é λ 漢 👍"), ("a\nb", #"a\nb"#), ("a\r\nb", #"a\r\nb"#),
        ("\u{1b}[31m", #"\u{1B}[31m"#), ("a\u{2028}b", #"a\u{2028}b"#),
        ("\u{202e}x", #"\u{202E}x"#), ("\u{85}", #"\u{0085}"#), ("\u{7f}", #"\u{7F}"#), ("", ""),
    ])
    func whatIsNotSeenIsEscaped(text: String, shown: String) {
        #expect(escaped(text) == shown)
        #expect(oneLine(text) == shown)
    }

    @Test func whatIsLongIsCut() {
        #expect(oneLine(String(repeating: "x", count: 100_000)).count == 201)
        #expect(oneLine(String(repeating: "x", count: 200)).count == 200)
        #expect(escaped(String(repeating: "x", count: 1000)).count == 1000)
    }

    /// Errors that quote what someone typed, each with a line break in it.
    @Test(arguments: [
        SettingError.unknownSetting("a\nb"),
        .invalidValue(setting: .units, value: "3\n4", domain: .integers(1...9)),
        .malformedConfiguration("{\n}"), .otherSchemaVersion("1\n2"),
    ])
    func anErrorIsOneLine(error: SettingError) {
        #expect(!error.description.contains { $0.isNewline })
    }
}
