import Foundation
import Testing
import Vocabulary

@Suite struct ConfigurationTests {
    @Test func canonicalJSONIsSortedAndExact() throws {
        var configuration = Configuration()
        configuration[.task] = .text
        configuration[.learningRate] = 0.1
        configuration[.data] = "a \"quoted\"\\\n name"
        let json = configuration.json
        #expect(json.contains("\"learning_rate\":0.1,"))
        #expect(json.contains(#""data":"a \"quoted\"\\\u000a name""#))
        let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(parsed?.count == configuration.reads.names.count + 1)
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
        // An absent setting has its default.
        #expect(
            Configuration.differences(stored: "{}", wanted: stored.json)
                == ["schema_version is absent there, 2 here"])
    }

    @Test func assignmentsAreValidated() {
        var configuration = Configuration()
        #expect(throws: SettingError.self) {
            try configuration.assign(Assignment(.units, .real(1)))
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
        let names = SettingName.allCases.map(\.word)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.wholeMatch(of: /[a-z][a-z_]*/) != nil })
    }

    @Test func identitiesAreReadableAndSafeInFileNames() throws {
        var configuration = Configuration()
        configuration[.task] = .text
        configuration[.data] = "/x/é y.txt"
        let name = configuration.identity(axes: [.truncation, .method, .data, .symbols, .seed])
        // The symbols of copying tasks are read by nothing here.
        #expect(
            name.hasPrefix("truncation_5-method_truncated_bptt-data__x___y.txt-seed_0."))
        configuration[.data] = "/x/z.txt"
        #expect(configuration.identity(axes: []) != name)
    }
}
