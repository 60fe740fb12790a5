import Sweeps
import Vocabulary

/// A table of a report with the results filled in, and published figures beside or below ours.
struct TableText {
    private let table: Table
    private let results: SweepResults

    init(_ table: Table, _ results: SweepResults) {
        self.table = table
        self.results = results
    }

    /// The table of every stratum, with results, of the axes that it does not show.
    var blocks: [PageBlock] {
        let strata = results.strata(besides: [table.rows, table.columns])
        let filled = strata.filter { stratum in
            results.cells(at: stratum).contains {
                !results.value(of: table.quantity, in: $0).isNaN
            }
        }
        return results.distinct(filled.isEmpty ? strata : filled) { results.cells(at: $0) }
            .map { stratum, same in
                var table = table(in: stratum)
                table.remarks = results.note(onRepeated: same)
                return .table(table)
            }
    }

    private func table(in stratum: SweepResults.Place) -> PageTable {
        let quantity = table.quantity
        let place = stratum.isEmpty ? "" : " at " + description(of: stratum)
        let fault = table.published?.misfit(results, in: stratum)
        let published = fault == nil ? table.published : nil
        var page = entries(in: stratum, beside: published?.columns ?? [])
        page.caption =
            "\(quantity.label.capitalizedFirst)\(quantity.when)"
            + "\(results.unitSuffix(of: quantity))\(place): "
            + "mean ± standard deviation over seeds (n)"
        page.quantities = [results.pageQuantity(quantity)]
        if let source = published {
            page.notes = ["paper: \(source.citation). Mind: \(source.caution)."]
        } else if let source = table.published, let fault {
            page.notes = ["paper, left out: \(source.citation). \(fault)."]
        }
        return page
    }

    private func entries(
        in stratum: SweepResults.Place, beside published: [PublishedTable.Column]
    ) -> PageTable {
        let (rows, columns) = (results.values(of: table.rows), results.values(of: table.columns))
        // Published figures stand beside ours, or below when what they go by runs across.
        let isAcross = table.columns == table.published?.axis
        let beside = isAcross ? [] : published
        var page = PageTable(
            header: [table.rows.word] + columns.map { heading(table.columns, $0) }
                + beside.map(\.heading))
        for row in rows {
            let ours = columns.map { column in
                let place = stratum.merging([table.rows: row, table.columns: column]) { $1 }
                return results.entry(of: table.quantity, in: results.cells(at: place))
            }
            let label = name(of: row, on: table.rows)
            page.add(
                [PageEntry(label)] + ours + beside.map { PageEntry($0.figure(at: row) ?? "-") })
        }
        for line in isAcross ? published : [] {
            page.add([line.heading] + columns.map { line.figure(at: $0) ?? "-" })
        }
        return page
    }
}

extension PublishedTable {
    /// The reason that published figures do not stand beside the cells at a place; nil when they do.
    func misfit(_ results: SweepResults, in stratum: SweepResults.Place) -> String? {
        for cell in results.cells(at: stratum) {
            let configuration = results.configuration(of: cell)
            for condition in conditions {
                let value = configuration.value(of: condition.setting)
                if value != condition.value {
                    return "Its figures are for \(condition), and here \(condition.setting) is "
                        + "\(value)"
                }
            }
        }
        return nil
    }
}

extension SweepResults {
    /// An entry, `5.5 ± 0.7 (2)`, with how many of the cells diverged, whose last value then counts.
    /// Values in several units have no mean.
    func entry(of quantity: Quantity, in cells: [Int]) -> PageEntry {
        let measured = units(of: quantity, in: cells)
        guard measured.count == 1 else {
            return PageEntry("in " + measured.joined(separator: " and "))
        }
        let summary = Summary(cells.map { value(of: quantity, in: $0) })
        guard summary.count > 0 else { return PageEntry("-") }
        let diverged = cells.count { status(of: $0) == .diverged }
        let unit =
            units(of: quantity).count > 1 ? Quantity.bracketed(measured[0], ("[", "]")) : ""
        return PageEntry(
            summary.text(quantity.digits) + " (\(summary.count)"
                + (diverged > 0 ? ", \(diverged) diverged)" : ")") + unit,
            PageEntry.Number(summary: summary, diverged: diverged))
    }

    /// A quantity as files name it, with its unit where it has one alone.
    func pageQuantity(_ quantity: Quantity) -> PageTable.Quantity {
        let units = units(of: quantity)
        return PageTable.Quantity(name: quantity.name, unit: units.count == 1 ? units[0] : "")
    }
}

extension Summary {
    /// The mean and its spread, `5.5 ± 0.7`; the mean alone where there is no spread.
    func text(_ digits: Int) -> String {
        fixed(mean, digits) + (count > 1 ? " ± \(fixed(standardDeviation, digits))" : "")
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
