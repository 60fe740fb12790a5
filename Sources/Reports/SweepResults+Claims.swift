import Sweeps
import Vocabulary

extension SweepResults {
    /// The compared values, and those where they are compared, that are not on their axis at this size.
    func missing(from comparison: Compare) -> [Assignment] {
        var wanted =
            [Assignment(comparison.setting, comparison.subject)] + comparison.places
            + comparison.subjectPlaces + comparison.referencePlaces
        if case .value(let reference) = comparison.reference {
            wanted.append(Assignment(comparison.setting, reference))
        }
        return wanted.filter { !values(of: $0.setting).contains($0.value) }
    }

    /// A comparison in each stratum with results, or in all where none has any; the same runs once.
    func compared(_ comparison: Compare) -> [StratumComparison] {
        let strata = self.strata(
            besides: [comparison.setting] + (comparison.along.map { [$0] } ?? [])
                + comparison.subjectPlaces.map(\.setting)
        ).filter { stratum in
            comparison.places.allSatisfy { stratum[$0.setting] == $0.value }
        }
        func cells(_ stratum: Place) -> [Int] { sides(of: comparison, in: stratum).all }
        let filled = strata.filter { stratum in
            cells(stratum).contains { !value(of: comparison.quantity, in: $0).isNaN }
        }
        return distinct(filled.isEmpty ? strata : filled, showing: cells).map { stratum, same in
            StratumComparison(comparison, in: stratum, same: same, self)
        }
    }
}
