import Foundation
import Store
import TestSupport
import Testing

/// Every number of whole runs, bit for bit, as it was when the table beside this file was recorded.
///
/// A line of `fingerprints.txt` is a cell: the run, its place on the axes, and a hash each of its
/// curves, its final tensors and its captured windows. Additions are not looked at; a changed
/// number must be a fault mended, and is recorded anew by `make fingerprints`.
@Suite struct FingerprintTests {
    private static let recording = ProcessInfo.processInfo.environment[
        "PRESAGE_RECORD_FINGERPRINTS"]
    private static let table = Tool.project("Tests/PresageTests/Fingerprints/fingerprints.txt")

    @Test(arguments: FingerprintRun.all)
    func numbersAreWhatTheyWere(run: FingerprintRun) throws {
        let lines = try run.lines()
        if let folder = Self.recording {
            try lines.joined(separator: "\n").write(
                toFile: folder + "/" + run.name, atomically: true, encoding: .utf8)
            return
        }
        let all = try String(contentsOfFile: Self.table, encoding: .utf8).split(separator: "\n")
        let recorded = all.filter { $0.hasPrefix(run.name + "|") }.map(String.init)
        #expect(!recorded.isEmpty, "nothing is recorded of \(run.name)")
        let now = Set(lines)
        for line in recorded { #expect(now.contains(line)) }
    }
}
