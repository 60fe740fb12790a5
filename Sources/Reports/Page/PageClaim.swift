import Sweeps

/// A claim of the page with what speaks for and against it.
struct PageClaim {
    let identifier: String
    let statement: String
    /// The question that it is part of the answer to; empty where there is none.
    let question: String
    let parts: [Part]

    /// A comparison where it is made, or the names of what it lacks to be made.
    enum Part {
        case missing([String])
        case compared(PageComparison)
    }

    var comparisons: [PageComparison] {
        parts.compactMap { part in
            switch part {
            case .missing: nil
            case .compared(let comparison): comparison
            }
        }
    }
}

/// A comparison of a claim in one stratum: the sides in words, the figures, the verdict.
struct PageComparison {
    /// The quantity's name in files.
    let quantity: String
    /// The quantity in words, with its moment.
    let label: String
    /// Empty where there is none, or where there are several.
    let unit: String
    let digits: Int
    let subject: String
    /// `reference` for a constant.
    let reference: String
    let constant: Double?
    let expectation: Compare.Expectation
    /// The stratum; empty where there is one alone.
    let place: String
    /// The axis over which the difference is averaged; `cells` where there is none.
    let along: String
    /// The line that is tested.
    let primary: Row
    /// The places along the axis, which are not tested.
    let secondary: [Row]
    /// The p of the test alone; nil where nothing is tested.
    let pValue: Double?
    /// The p corrected over the report; nil where nothing is tested.
    let corrected: Double?
    let verdict: Verdict
    /// How many seeds lack a side.
    let leftOut: Int
    /// Where else the same runs are.
    let remarks: [String]

    /// A line of figures; without any where units differ.
    struct Row {
        let label: String
        let figures: StratumComparison.Figures?
    }

    /// The comparison in a sentence: `longest solved length N: SG linear greater than truncated BPTT`.
    var sentence: String {
        let other = constant.map { fixed($0, digits) } ?? reference
        let relation =
            switch expectation {
            case .greater: "\(subject) greater than \(other)"
            case .less: "\(subject) less than \(other)"
            case .within(let margin): "\(subject) equal to \(other) within \(margin)"
            }
        return "\(label): \(relation)" + (place.isEmpty ? "" : ", at \(place)")
    }

    /// The heading of its table.
    var caption: String {
        "\(label), expected \(expectation)" + (place.isEmpty ? "" : " at \(place)")
    }

    /// The verdict as the last line says it.
    func conclusion(isPreliminary: Bool) -> String {
        "\(isPreliminary ? "Verdict so far" : "Verdict"): \(verdict.text).\(omission)"
    }

    private var omission: String {
        guard leftOut > 0 else { return "" }
        return " Left out: \(leftOut) \(leftOut == 1 ? "seed" : "seeds") without both sides"
            + (secondary.isEmpty ? "." : " at every place.")
    }

    /// The figures as a table.
    /// - Parameter sides: the headings of the two sides; their names unless given.
    func table(sides: [String]? = nil) -> PageTable {
        var table = PageTable(
            header: [along] + (sides ?? [subject, reference]) + [
                "difference", "95 % interval", "as expected", "p", "verdict",
            ])
        table.add(
            [primary.label] + entries(primary.figures) + [text(ofP: corrected), verdict.word])
        for row in secondary {
            table.add([row.label] + entries(row.figures) + ["-", "secondary"])
        }
        return table
    }

    private func entries(_ figures: StratumComparison.Figures?) -> [String] {
        guard let figures else { return ["-", "-", "-", "-", "-"] }
        return [
            fixed(figures.subject, digits), fixed(figures.reference, digits),
            fixed(figures.effect?.mean ?? .nan, digits),
            figures.effect?.interval(digits) ?? "-", "\(figures.asExpected) of \(figures.count)",
        ]
    }
}

/// A p as tables have it; a dash where there is none.
func text(ofP pValue: Double?) -> String {
    pValue.map { $0 < 0.0001 ? "<0.0001" : fixed($0, 4) } ?? "-"
}

extension Effect {
    /// The interval, `1.7 to 3.1`, of `origin` and the effect together; a dash where there is none.
    func interval(_ digits: Int, from origin: Double = 0) -> String {
        guard let (low, high) = ends else { return "-" }
        return "\(fixed(origin + low, digits)) to \(fixed(origin + high, digits))"
    }
}
