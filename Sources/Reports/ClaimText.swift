import Sweeps
import Vocabulary

/// A claim with the figures that speak for and against it.
struct ClaimText {
    private let claim: Claim
    private let results: SweepResults
    private let parts: [Part]

    /// A comparison where it is made, or what it lacks to be made.
    private enum Part {
        case missing([Assignment])
        case compared(StratumComparison)
    }

    init(_ claim: Claim, _ results: SweepResults) {
        self.claim = claim
        self.results = results
        parts = claim.comparisons.flatMap { comparison -> [Part] in
            let missing = results.missing(from: comparison)
            guard missing.isEmpty else { return [.missing(missing)] }
            return results.compared(comparison).map(Part.compared)
        }
    }

    /// The comparisons of the claim, each in every stratum.
    var comparisons: [StratumComparison] {
        parts.compactMap { part in
            switch part {
            case .missing: nil
            case .compared(let comparison): comparison
            }
        }
    }

    /// The claim's page.
    func lines(by verdicts: ReportVerdicts) -> [String] {
        wrapped("Claim \(claim.identifier): \(claim.statement)")
            + parts.flatMap { part -> [String] in
                switch part {
                case .missing(let assignments):
                    let names = assignments.map { heading($0.setting, $0.value) }
                    return ["  not compared: \(names.joined(separator: ", ")) is not in this sweep"]
                case .compared(let comparison):
                    return lines(of: comparison, by: verdicts)
                        + results.note(onRepeated: comparison.same).map { "  " + $0 }
                }
            }
    }

    private func lines(
        of compared: StratumComparison, by verdicts: ReportVerdicts
    ) -> [String] {
        let comparison = compared.comparison
        let (pValue, verdict) = verdicts.verdict(of: compared)
        var rows = [
            [primaryLabel(of: compared)] + entries(compared.pooled, of: comparison.quantity)
                + [pValue.map(text(ofP:)) ?? "-", verdict.word]
        ]
        if compared.hasSecondary {
            rows += compared.places.enumerated().map { index, value in
                [value?.description ?? ""]
                    + entries(compared.figures(at: index), of: comparison.quantity)
                    + ["-", "secondary"]
            }
        }
        let label = comparison.quantity.label + comparison.quantity.when
        let place =
            compared.stratum.isEmpty ? "" : " at \(description(of: compared.stratum))"
        return ["", "  \(label), expected \(comparison.expectation)\(place):"]
            + table(rows, of: comparison)
            + ["  Verdict: \(verdict.text).\(leftOut(compared))"]
    }

    /// The table of a comparison; where its headings make it wide, letters stand for the two sides.
    private func table(_ rows: [[String]], of comparison: Compare) -> [String] {
        func lines(_ sides: [String]) -> [String] {
            var table = TextTable(
                header: [comparison.along?.word ?? "cells"] + sides + [
                    "difference", "95 % interval", "as expected", "p", "verdict",
                ])
            for row in rows { table.add(row) }
            return table.lines
        }
        let sides = [
            side(comparison.setting, comparison.subject, comparison.subjectPlaces),
            referenceHeading(comparison),
        ]
        let plain = lines(sides)
        guard plain.contains(where: { $0.count > Self.width }) else { return plain }
        let letters = ["A", "B"]
        return lines(letters) + zip(letters, sides).map { "  \($0)  \($1)" }
    }

    /// The most characters of a line of a table.
    private static let width = 100

    /// The name of the line that is tested.
    private func primaryLabel(of compared: StratumComparison) -> String {
        compared.hasSecondary ? "pooled" : compared.places.first??.description ?? "all"
    }

    private func entries(_ figures: StratumComparison.Figures?, of quantity: Quantity) -> [String] {
        guard let figures else { return ["-", "-", "-", "-", "-"] }
        return [
            fixed(figures.subject, quantity.digits), fixed(figures.reference, quantity.digits),
            fixed(figures.effect?.mean ?? .nan, quantity.digits),
            figures.effect?.interval(quantity.digits) ?? "-",
            "\(figures.asExpected) of \(figures.count)",
        ]
    }

    private func text(ofP pValue: Double) -> String {
        pValue < 0.0001 ? "<0.0001" : fixed(pValue, 4)
    }

    private func leftOut(_ compared: StratumComparison) -> String {
        let count = compared.differences.leftOut
        guard count > 0 else { return "" }
        return " Left out: \(count) \(count == 1 ? "seed" : "seeds") without both sides"
            + (compared.hasSecondary ? " at every place." : ".")
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
}

extension Effect {
    /// The interval, `1.7 to 3.1`; a dash where there is none.
    func interval(_ digits: Int) -> String {
        halfWidth.isFinite
            ? "\(fixed(mean - halfWidth, digits)) to \(fixed(mean + halfWidth, digits))" : "-"
    }
}
