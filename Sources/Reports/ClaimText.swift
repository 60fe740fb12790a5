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

    /// The claim as the page has it.
    func claim(by verdicts: ReportVerdicts) -> PageClaim {
        PageClaim(
            identifier: claim.identifier, statement: claim.statement, question: claim.question,
            parts: parts.map { part in
                switch part {
                case .missing(let assignments):
                    .missing(assignments.map { heading($0.setting, $0.value) })
                case .compared(let compared): .compared(page(of: compared, by: verdicts))
                }
            })
    }

    private func page(
        of compared: StratumComparison, by verdicts: ReportVerdicts
    ) -> PageComparison {
        let (comparison, quantity) = (compared.comparison, compared.comparison.quantity)
        let (corrected, verdict) = verdicts.verdict(of: compared)
        let places = compared.hasSecondary ? Array(compared.places.enumerated()) : []
        var constant: Double?
        if case .threshold(let threshold) = comparison.reference { constant = threshold }
        return PageComparison(
            quantity: quantity.name, label: quantity.label + quantity.when,
            unit: results.pageQuantity(quantity).unit, digits: quantity.digits,
            subject: side(comparison.setting, comparison.subject, comparison.subjectPlaces),
            reference: referenceHeading(comparison), constant: constant,
            expectation: comparison.expectation,
            place: compared.stratum.isEmpty ? "" : description(of: compared.stratum),
            along: comparison.along?.word ?? "cells",
            primary: .init(label: primaryLabel(of: compared), figures: compared.pooled),
            secondary: places.map { index, value in
                .init(label: value?.description ?? "", figures: compared.figures(at: index))
            },
            pValue: compared.test?.pValue, corrected: corrected, verdict: verdict,
            leftOut: compared.differences.leftOut,
            remarks: results.note(onRepeated: compared.same))
    }

    /// The name of the line that is tested.
    private func primaryLabel(of compared: StratumComparison) -> String {
        compared.hasSecondary ? "pooled" : compared.places.first??.description ?? "all"
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
