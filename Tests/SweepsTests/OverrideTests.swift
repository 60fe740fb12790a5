import Sweeps
import Testing
import Vocabulary

@Suite struct OverrideTests {
    @Test func valuesAreReadByTheSettingsOwnType() throws {
        #expect(try Override(parsing: "truncation=2,3").values == [.integer(2), .integer(3)])
        #expect(try Override(parsing: "sg_scale=1").values == [.real(1)])
        #expect(try Override(parsing: "method=sg_mlp_skip").values == [.text("sg_mlp_skip")])
        #expect(try Override(parsing: "data=/a=b.txt").values == [.text("/a=b.txt")])
    }

    @Test(arguments: [
        ("truncation=0", "truncation is '0': it must be a whole number from 1 to 100000"),
        ("truncation=abc", "truncation is 'abc': it must be a whole number from 1 to 100000"),
        ("truncation=", "truncation is '': it must be a whole number from 1 to 100000"),
        ("truncation=2,,3", "truncation is '': it must be a whole number from 1 to 100000"),
        ("learning_rate=nan", "learning_rate is 'nan': it must be a number above 0, up to 10"),
        ("learning_rate=0", "learning_rate is '0': it must be a number above 0, up to 10"),
        ("momentum=1", "momentum is '1': it must be a number from 0 to 0.9999"),
        ("clip_norm=inf", "clip_norm is 'inf': it must be a number from 0 to 1000000000.0"),
        ("optimizer=sgd", "optimizer is 'sgd': it must be one of adam, momentum"),
        ("data=", "data is '': it must be some text"),
        ("units=4,4", "units lists '4' twice: each value once"),
        ("data_fingerprint=1", "data_fingerprint is computed from the data and cannot be set"),
        (
            "truncation",
            "'truncation' is not an override: write setting=value or setting=value,value"
        ),
        ("=3", "'=3' is not an override: write setting=value or setting=value,value"),
    ])
    func anErrorNamesTheValueAndWhatWouldBeRight(text: String, message: String) {
        #expect { try Override(parsing: text) } throws: { "\($0)" == message }
    }

    @Test func anUnknownSettingNamesTheNearestAndAll() {
        #expect {
            try Override(parsing: "truncaton=3")
        } throws: { error in
            "\(error)".hasPrefix(
                "unknown setting 'truncaton': did you mean 'truncation'? settings are task, data,")
        }
    }

    @Test func aWordFarFromAnySettingGetsNoHint() {
        #expect(nearestWord(to: "zzzzzzzz", among: SettingName.allCases.map(\.word)) == nil)
    }
}
