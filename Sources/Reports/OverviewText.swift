import Sweeps
import Vocabulary

/// An overview with the results filled in: the table, the names of its columns, and their ranges
/// in words.
struct OverviewText {
    private let overview: Overview
    private let results: SweepResults

    init(_ overview: Overview, _ results: SweepResults) {
        self.overview = overview
        self.results = results
    }

    /// The overview of every stratum of the axes that it does not show.
    var blocks: [PageBlock] {
        let strata = results.strata(besides: overview.rows + [.method]).map { stratum in
            stratum.merging([.method: overview.method.value]) { $1 }
        }
        return results.distinct(strata) { results.cells(at: $0) }.flatMap { stratum, same in
            blocks(in: stratum) + [.prose([], remarks: results.note(onRepeated: same))]
        }
    }

    private func blocks(in stratum: SweepResults.Place) -> [PageBlock] {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
        // A1 comes after Z.
        let columns = overview.quantities.indices.map { index in
            letters[index % letters.count]
                + (index < letters.count ? "" : "\(index / letters.count)")
        }
        var table = PageTable(header: overview.rows.map(\.word) + columns)
        table.keys = overview.rows.count
        table.quantities = overview.quantities.map { results.pageQuantity($0) }
        let lines = results.values(of: overview.rows[0]).flatMap { outer in
            results.values(of: overview.rows[1]).map { inner in
                (
                    [outer.description, inner.description],
                    results.cells(
                        at: stratum.merging([overview.rows[0]: outer, overview.rows[1]: inner]) {
                            $1
                        })
                )
            }
        }
        for (keys, cells) in lines {
            table.add(
                keys.map { PageEntry($0) }
                    + overview.quantities.map { results.entry(of: $0, in: cells) })
        }
        table.legend = zip(columns, overview.quantities).map { column, quantity in
            PageTable.Legend(
                letter: column,
                meaning: name(of: quantity) + results.unitSuffix(of: quantity, ("[", "]")))
        }
        table.caption =
            "Measured at \(description(of: stratum)): mean ± standard deviation over seeds (n)"
        let words = overview.quantities.flatMap { quantity in
            sentences(quantity, lines.map { (place($0.0), $0.1) })
        }
        return [.table(table), .prose(words)]
    }

    /// A line's place in words: `cell gru, truncation 2`.
    private func place(_ keys: [String]) -> String {
        zip(overview.rows, keys).map { "\($0) \($1)" }.joined(separator: ", ")
    }

    private func name(of quantity: Quantity) -> String {
        quantity.label + ","
            + (quantity.moment == .last ? " at the end of training" : quantity.when)
    }

    /// The range of a quantity over the lines, in a sentence for each of its units.
    private func sentences(_ quantity: Quantity, _ lines: [(String, [Int])]) -> [String] {
        let units = results.units(of: quantity, in: lines.flatMap(\.1))
        return units.map { unit in
            let those = lines.filter { results.units(of: quantity, in: $0.1) == [unit] }
            let name =
                name(of: quantity).capitalizedFirst
                + (units.count > 1 ? Quantity.bracketed(unit, ("[", "]")) : "")
            return sentence(name, quantity, those)
        }
    }

    private func sentence(
        _ name: String, _ quantity: Quantity, _ lines: [(String, [Int])]
    ) -> String {
        let summaries = lines.map { place, cells in
            (place: place, summary: Summary(cells.map { results.value(of: quantity, in: $0) }))
        }.filter { $0.summary.count > 0 }
        guard let least = summaries.min(by: { $0.summary.mean < $1.summary.mean }),
            let most = summaries.max(by: { $0.summary.mean < $1.summary.mean })
        else { return "\(name): not measured." }
        func end(_ line: (place: String, summary: Summary)) -> String {
            "\(line.summary.text(quantity.digits)) (\(line.place))"
        }
        let diverged = lines.flatMap(\.1).count { results.status(of: $0) == .diverged }
        let caution = diverged > 0 ? ", \(diverged) diverged runs at their last value" : ""
        return "\(name): from \(end(least)) to \(end(most))\(caution)."
    }
}
