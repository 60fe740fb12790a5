import Testing
import Vocabulary

/// Every fault of a setting as the line a user reads.
@Suite struct SettingErrorTests {
    static let sentences: [(SettingError, String)] = [
        (
            .invalidValue(setting: .units, value: "0", domain: .integers(1...9)),
            "units is '0': it must be a whole number from 1 to 9"
        ),
        (
            .invalidValue(setting: .cell, value: "lstmm", domain: .choices(["lstm", "gru"])),
            "cell is 'lstmm': did you mean 'lstm'? it must be one of lstm, gru"
        ),
        (
            .derivedSetting(.dataFingerprint),
            "data_fingerprint is computed from the data and cannot be set"
        ),
        (
            .malformedConfiguration("[1]"),
            "'[1]' is no configuration: it must be a JSON object of settings"
        ),
        (
            .otherSchemaVersion("1"),
            "the configuration has schema version 1: this program reads version 2"
        ),
    ]

    @Test(arguments: sentences)
    func isOneLine(error: SettingError, sentence: String) {
        #expect(error.description == sentence)
    }

    @Test(arguments: [
        ("", SettingError.malformedConfiguration("")), ("[]", .malformedConfiguration("[]")),
        (#"{"units":3}"#, .otherSchemaVersion("none")),
        (#"{"schema_version":1,"units":3}"#, .otherSchemaVersion("1")),
        (#"{"schema_version":2,"unit":3}"#, .unknownSetting("unit")),
        (
            #"{"schema_version":2,"units":0}"#,
            .invalidValue(setting: .units, value: "0", domain: .integers(1...8192))
        ),
    ])
    func whatIsNoConfigurationIsRefused(json: String, error: SettingError) {
        #expect(throws: error) { try Configuration(json: json) }
    }
}
