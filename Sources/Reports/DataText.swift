import Vocabulary

/// The data that the cells were trained and measured on, as they turned out to be.
struct DataText {
    private let results: SweepResults

    init(_ results: SweepResults) { self.results = results }

    /// A sentence for each set of data, with its place on the axes where there are several; none
    /// where no cell says anything of data.
    var lines: [String] {
        var found: [(place: String, facts: String)] = []
        for cell in results.distinctCells {
            let facts = facts(of: cell)
            if !facts.isEmpty && !found.contains(where: { $0.facts == facts }) {
                found.append((place(of: cell), facts))
            }
        }
        return found.map { place, facts in
            "Data" + (found.count > 1 && !place.isEmpty ? " (\(place))" : "") + ": \(facts)."
        }
    }

    /// The facts of a cell in words; of what was not met with, nothing is said.
    private func facts(of cell: Int) -> String {
        Quantity.dataFacts.compactMap { quantity in
            Int(exactly: results.value(of: quantity, in: cell)).flatMap {
                $0 > 0 ? "\($0) \(quantity.label)" : nil
            }
        }.joined(separator: ", ")
    }

    private func place(of cell: Int) -> String {
        zip(results.axes, results.place(of: cell))
            .filter { [.task, .data, .vocabulary].contains($0.0.setting) }
            .map { "\($0.setting)=\($1)" }.joined(separator: ", ")
    }
}
