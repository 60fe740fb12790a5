import Sweeps
import Vocabulary

/// A claim with the figures that speak for and against it.
struct ClaimText {
    private let claim: Claim
    private let results: SweepResults

    init(_ claim: Claim, _ results: SweepResults) {
        self.claim = claim
        self.results = results
    }

    var lines: [String] {
        wrapped("Claim \(claim.identifier): \(claim.statement)")
            + claim.comparisons.flatMap { comparison -> [String] in
                let missing = missing(from: comparison)
                guard missing.isEmpty else {
                    let names = missing.map { heading($0.setting, $0.value) }
                    return ["  not compared: \(names.joined(separator: ", ")) is not in this sweep"]
                }
                let strata = results.strata(
                    besides: [comparison.setting] + (comparison.along.map { [$0] } ?? [])
                        + comparison.subjectPlaces.map(\.setting)
                ).filter { stratum in
                    comparison.places.allSatisfy { stratum[$0.setting] == $0.value }
                }
                let filled = strata.filter { stratum in
                    cells(comparison, in: stratum).contains {
                        !results.value(of: comparison.quantity, in: $0).isNaN
                    }
                }
                return results.distinct(filled.isEmpty ? strata : filled) {
                    cells(comparison, in: $0)
                }
                .flatMap { stratum, same in
                    lines(of: comparison, in: stratum)
                        + results.note(onRepeated: same).map { "  " + $0 }
                }
            }
    }

    /// The compared values, and those where they are compared, that are not on their axis at this size.
    private func missing(from comparison: Compare) -> [Assignment] {
        var wanted =
            [Assignment(comparison.setting, comparison.subject)] + comparison.places
            + comparison.subjectPlaces + comparison.referencePlaces
        if case .value(let reference) = comparison.reference {
            wanted.append(Assignment(comparison.setting, reference))
        }
        return wanted.filter { !results.values(of: $0.setting).contains($0.value) }
    }

    private func lines(of comparison: Compare, in stratum: SweepResults.Place) -> [String] {
        let axis = comparison.along.map(results.values) ?? []
        // Once where the comparison runs along no axis.
        let values: [Value?] = axis.isEmpty ? [nil] : axis
        var table = TextTable(
            header: [
                comparison.along?.word ?? "cells",
                side(comparison.setting, comparison.subject, comparison.subjectPlaces),
                referenceHeading(comparison), "difference", "95 % interval", "seeds as expected",
                "verdict",
            ])
        var verdicts: [(value: Value?, verdict: Verdict)] = []
        for value in values {
            let (row, verdict) = row(of: comparison, at: value, in: stratum)
            table.add([value?.description ?? "all"] + row)
            verdicts.append((value, verdict))
        }
        let place = stratum.isEmpty ? "" : " at \(description(of: stratum))"
        let label = comparison.quantity.label + comparison.quantity.when
        return ["", "  \(label), expected \(comparison.expectation)\(place):"]
            + table.lines + ["  " + conclusion(verdicts, along: comparison.along)]
    }

    /// A side of a comparison, with the values on other axes that it differs in.
    private func side(_ axis: SettingName, _ value: Value, _ places: [Assignment]) -> String {
        ([Assignment(axis, value)] + places).map { heading($0.setting, $0.value) }
            .joined(separator: ", ")
    }

    private func referenceHeading(_ comparison: Compare) -> String {
        switch comparison.reference {
        case .value(let value):
            side(comparison.setting, value, comparison.referencePlaces)
        case .threshold: "reference"
        }
    }

    /// The cells that are compared at a place.
    private func cells(_ comparison: Compare, in stratum: SweepResults.Place) -> [Int] {
        var compared = [comparison.subject]
        if case .value(let reference) = comparison.reference { compared.append(reference) }
        return compared.flatMap { cells(comparison, $0, at: nil, in: stratum) }
    }

    /// The cells of one value, in the order of the seeds.
    private func cells(
        _ comparison: Compare, _ method: Value, at value: Value?, in stratum: SweepResults.Place
    ) -> [Int] {
        let places =
            method == comparison.subject ? comparison.subjectPlaces : comparison.referencePlaces
        var place = stratum.merging([comparison.setting: method]) { $1 }
        for other in places { place[other.setting] = other.value }
        if let along = comparison.along { place[along] = value }
        return results.cells(at: place)
    }

    /// One line of figures: means of both, and the differences paired by seed.
    private func row(
        of comparison: Compare, at value: Value?, in stratum: SweepResults.Place
    ) -> ([String], Verdict) {
        let quantity = comparison.quantity
        func finals(_ cells: [Int]) -> [Double] {
            cells.map { results.value(of: quantity, in: $0) }
        }
        let subjects = cells(comparison, comparison.subject, at: value, in: stratum)
        let subject = finals(subjects)
        var compared = subjects
        let reference: [Double]
        switch comparison.reference {
        case .value(let other):
            let others = cells(comparison, other, at: value, in: stratum)
            reference = finals(others)
            compared += others
        case .threshold(let constant): reference = subject.map { _ in constant }
        }
        guard results.units(of: quantity, in: compared).count == 1 else {
            return (["-", "-", "-", "-", "-", Verdict.unitsDiffer.rawValue], .unitsDiffer)
        }
        // Both lists run over the same seeds in the same order; a NaN makes the pair NaN.
        let differences = zip(subject, reference).map { $0 - $1 }
        let summary = Summary(differences)
        let sign = comparison.expectation == .greater ? 1.0 : -1
        let expected = Summary(differences.map { sign * $0 })
        let (low, high) = (
            summary.mean - summary.halfWidth95, summary.mean + summary.halfWidth95
        )
        let interval =
            summary.count < 2
            ? "-" : "\(fixed(low, quantity.digits)) to \(fixed(high, quantity.digits))"
        let favourable = differences.count { sign * $0 > 0 }
        let verdict = Verdict(expected)
        let cells = [
            fixed(Summary(subject).mean, quantity.digits),
            fixed(Summary(reference).mean, quantity.digits),
            fixed(summary.mean, quantity.digits), interval, "\(favourable) of \(summary.count)",
            verdict.rawValue,
        ]
        return (cells, verdict)
    }

    /// The verdicts in words: `Supported at truncation 3, 5; undecided at truncation 2.`
    private func conclusion(
        _ verdicts: [(value: Value?, verdict: Verdict)], along axis: SettingName?
    ) -> String {
        let order: [Verdict] = [
            .supported, .contradicted, .undecided, .tooFewSeeds, .unitsDiffer, .noData,
        ]
        let parts = order.compactMap { verdict -> String? in
            let values = verdicts.filter { $0.verdict == verdict }.map(\.value)
            if values.isEmpty { return nil }
            let places = values.compactMap { $0?.description }.joined(separator: ", ")
            return verdict.rawValue + (axis.map { " at \($0) \(places)" } ?? "")
        }
        return "Verdict: \(parts.joined(separator: "; "))."
    }
}
