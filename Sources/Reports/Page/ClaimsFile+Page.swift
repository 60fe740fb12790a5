import Store
import Sweeps
import Vocabulary

extension ClaimsFile {
    /// What a page found.
    init(_ page: ReportPage) {
        schemaVersion = Self.version
        experiment = page.plan.experiment.name
        size = page.plan.size.rawValue
        question = page.plan.experiment.notes.first.map(oneSpaced) ?? ""
        overrides = page.plan.overrides.map(\.description)
        cells = page.results.distinctCells.reduce(into: [:]) { counts, cell in
            counts[page.results.status(of: cell).name, default: 0] += 1
        }
        claims = page.claims.map(Claim.init)
        tables = page.tables.map(Table.init)
    }
}

extension ClaimsFile.Claim {
    fileprivate init(_ claim: PageClaim) {
        identifier = claim.identifier
        statement = oneSpaced(claim.statement)
        answers = claim.question.isEmpty ? nil : oneSpaced(claim.question)
        comparisons = claim.comparisons.map(ClaimsFile.Comparison.init)
        notCompared = claim.parts.compactMap { part in
            switch part {
            case .missing(let names): names
            case .compared: nil
            }
        }
    }
}

extension ClaimsFile.Comparison {
    fileprivate init(_ comparison: PageComparison) {
        let figures = comparison.primary.figures
        sentence = comparison.sentence
        quantity = comparison.quantity
        label = comparison.label
        unit = comparison.unit
        subject = comparison.subject
        reference = comparison.reference
        constant = .init(comparison.constant)
        switch comparison.expectation {
        case .greater: (expected, margin) = ("greater", .init(nil))
        case .less: (expected, margin) = ("less", .init(nil))
        case .within(let given): (expected, margin) = ("within", .init(given))
        }
        place = comparison.place
        along = comparison.along
        n = figures?.count ?? 0
        asExpected = figures?.asExpected ?? 0
        leftOut = comparison.leftOut
        subjectMean = .init(figures?.subject)
        referenceMean = .init(figures?.reference)
        effect = .init(figures?.effect?.mean)
        interval = [.init(figures?.effect?.ends?.low), .init(figures?.effect?.ends?.high)]
        effectInWords = comparison.effectInWords
        p = .init(comparison.pValue)
        pAdjusted = .init(comparison.corrected)
        verdict = comparison.verdict.word
        verdictInWords = comparison.verdict.text
        secondary = comparison.secondary.map(ClaimsFile.Secondary.init)
    }
}

extension ClaimsFile.Secondary {
    fileprivate init(_ row: PageComparison.Row) {
        place = row.label
        n = row.figures?.count ?? 0
        asExpected = row.figures?.asExpected ?? 0
        subjectMean = .init(row.figures?.subject)
        referenceMean = .init(row.figures?.reference)
        effect = .init(row.figures?.effect?.mean)
        interval = [
            .init(row.figures?.effect?.ends?.low), .init(row.figures?.effect?.ends?.high),
        ]
    }
}

extension ClaimsFile.Table {
    fileprivate init(_ table: PageTable) {
        title = table.caption
        quantities = table.quantities.map { .init(name: $0.name, unit: $0.unit) }
        columns = table.header
        rows = table.rows.map { row in
            row.map { entry in
                .init(
                    text: entry.text, mean: .init(entry.number?.summary.mean),
                    sd: .init(entry.number?.summary.standardDeviation),
                    n: entry.number?.summary.count ?? 0, diverged: entry.number?.diverged ?? 0)
            }
        }
        legend = Dictionary(table.legend.map { ($0.letter, $0.meaning) }) { first, _ in first }
        notes = table.notes.map(oneSpaced)
    }
}
