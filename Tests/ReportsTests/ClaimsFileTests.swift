import Foundation
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Reports

/// `claims.json`, read by Foundation's parser without our types.
@Suite struct ClaimsFileTests {
    private func json(of experiment: Experiment = sample) throws -> String {
        let plan = try Plan(experiment, size: .smoke)
        let page = ReportPage(
            plan: plan, results: SweepResults(plan, sampleRecord(plan)), figures: [])
        return try ClaimsFile(page).text()
    }

    @Test func itHasWhatThePageSays() throws {
        let file = try #require(
            try JSONSerialization.jsonObject(with: Data(json().utf8)) as? [String: Any])
        #expect(file["schema_version"] as? Int == 1)
        #expect(file["experiment"] as? String == "sample" && file["size"] as? String == "smoke")
        #expect(file["cells"] as? [String: Int] == ["complete": 6, "failed": 1, "diverged": 1])
        let claim = try #require((file["claims"] as? [[String: Any]])?.first)
        #expect(claim["identifier"] as? String == "P2a")
        let comparison = try #require((claim["comparisons"] as? [[String: Any]])?.first)
        #expect(comparison["subject_mean"] as? Double == 5.5)
        #expect(comparison["reference_mean"] as? Double == 3.5)
        #expect(comparison["effect"] as? Double == 2)
        // One seed has no interval.
        #expect(comparison["interval"] as? [NSNull] == [NSNull(), NSNull()])
        #expect(comparison["n"] as? Int == 1 && comparison["p_adjusted"] as? Double == 1)
        #expect(comparison["verdict"] as? String == "undecided")
        let secondary = try #require((comparison["secondary"] as? [[String: Any]])?.first)
        #expect(secondary["interval"] as? [Double] == [1.5, 2.5])
        let table = try #require((file["tables"] as? [[String: Any]])?.first)
        let entries = try #require(table["rows"] as? [[[String: Any]]])
        #expect(entries[0][1]["mean"] as? Double == 4.5)
        #expect(entries[0][1]["sd"] as? Double == 0.5.squareRoot())
        #expect(entries[1][1]["n"] as? Int == 1 && entries[1][1]["sd"] is NSNull)
        #expect(entries[1][2]["diverged"] as? Int == 1)
        // Published figures are texts.
        #expect(entries[0][3]["text"] as? String == "7" && entries[0][3]["mean"] is NSNull)
    }

    /// Against a constant the effect in words is the value itself, which a reader can compare with it.
    @Test func aConstantStandsBesideTheValue() throws {
        let experiment = sample(
            reporting: Report {
                Claim("C", "It is long.") {
                    Compare(
                        .solvedLength, of: .synthetic(.linear), threshold: 5, expecting: .greater)
                }
            })
        let file = try ClaimsFile(json: Data(json(of: experiment).utf8))
        let comparison = try #require(file.claims.first?.comparisons.first)
        // 6 and 7 symbols at T = 2, 5 and 6 at T = 3: by seed 5.5 and 6.5, ± 0.5 times the t of 12.7.
        #expect(comparison.effectInWords == "6.0 (-0.4 to 12.4) symbols against 5.0")
        #expect(comparison.effect.value == 1)
    }

    @Test func itIsTheSameEveryTimeAndReadBack() throws {
        let text = try json()
        #expect(try text == json())
        #expect(try ClaimsFile(json: Data(text.utf8)).text() == text)
    }

    @Test func whatIsNoFileOfClaimsIsRefused() throws {
        for text in ["", "{", "[]", "null", #"{"schema_version": "1"}"#, #"{"schema_version": 1}"#]
        {
            #expect(throws: ClaimsFileError.notClaims, "\(text)") {
                _ = try ClaimsFile(json: Data(text.utf8))
            }
        }
        #expect(throws: ClaimsFileError.version(2)) {
            _ = try ClaimsFile(json: Data(#"{"schema_version": 2}"#.utf8))
        }
    }
}
