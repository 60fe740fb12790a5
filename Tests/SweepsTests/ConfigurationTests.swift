import Foundation
import Sweeps
import Testing

@Suite struct ConfigurationTests {
    @Test func canonicalJSONIsSortedAndExact() throws {
        var configuration = Configuration()
        configuration[.sgScale] = 0.1
        configuration[.data] = "a \"quoted\"\\\n name"
        let json = configuration.json
        #expect(json.contains("\"sg_scale\":0.1,"))
        #expect(json.contains(#""data":"a \"quoted\"\\\u000a name""#))
        let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(parsed?.count == Settings.all.count + 1)
        #expect(parsed?["data"] as? String == "a \"quoted\"\\\n name")
        let names = (parsed?.keys.sorted() ?? []).compactMap { json.range(of: "\"\($0)\":") }
        #expect(names.count == parsed?.count)
        #expect(zip(names, names.dropFirst()).allSatisfy { $0.lowerBound < $1.lowerBound })
    }

    @Test func differencesNameTheSettingAndBothValues() {
        let stored = Configuration()
        var wanted = stored
        wanted[.units] = 65
        #expect(
            Configuration.differences(stored: stored.json, wanted: wanted.json)
                == ["units is 64 there, 65 here"])
        #expect(Configuration.differences(stored: "{}", wanted: stored.json).count > 10)
    }

    @Test func assignmentsAreValidated() {
        var configuration = Configuration()
        #expect(throws: SweepError.unknownSetting("unit")) {
            try configuration.assign(Assignment("unit", .integer(1)))
        }
        #expect(throws: SweepError.self) {
            try configuration.assign(Assignment("units", .real(1)))
        }
        #expect(configuration == Configuration())
    }

    /// Vectors of the hash's authors: FNV-1a of "", "a" and "foobar".
    @Test(arguments: [
        ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
    ])
    func fingerprintMatchesPublishedVectors(text: String, hash: String) {
        #expect(fingerprint(Array(text.utf8)) == hash)
    }

    @Test func everySettingHasADistinctValidName() {
        let names = Settings.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.wholeMatch(of: /[a-z][a-z_]*/) != nil })
    }

    @Test func identitiesAreReadableAndSafeInFileNames() throws {
        let overrides = [try Override(parsing: "data=/x/é y.txt,/x/z.txt")]
        let plan = try Plan(horizon, size: .smoke, overrides: overrides)
        #expect(
            plan[0].identity.hasPrefix("truncation_2-method_truncated_bptt-data__x___y.txt-seed_0-")
        )
        #expect(plan[0].identity != plan[1].identity)
    }
}
