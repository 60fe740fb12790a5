import Store

/// The collected file as two tables for readers without HDF5.
struct CSVTables {
    let results: SweepResults

    /// The table of runs, a line a cell: its place, its status, its single values and its curves'
    /// last ones.
    var runs: String {
        let words = ["cell_id", "failure"]
        let numbers = results.record.variables.map(\.name).filter {
            !words.contains($0) && $0 != "status"
        }
        let header = results.axes.map(\.setting.word) + ["status"] + numbers + words
        let lines = (0..<results.cellCount).map { cell in
            results.place(of: cell).map(\.description) + [results.status(of: cell).name]
                + numbers.map { number(results.final($0, of: cell)) }
                + words.map { results.text($0, of: cell) }
        }
        return csv([header] + lines)
    }

    /// The table of curves, a line for each position of a cell on a coordinate, a column for each
    /// curve; empty where a curve lies over another coordinate.
    var curves: String {
        let curves = results.record.variables.map(\.name).compactMap { variable in
            results.coordinate(of: variable).map { (name: variable, coordinate: $0.name) }
        }
        let coordinates = results.record.coordinates.map(\.name)
        var lines = [
            results.axes.map(\.setting.word) + ["coordinate", "position"] + curves.map(\.name)
        ]
        for cell in 0..<results.cellCount {
            let place = results.place(of: cell).map(\.description)
            for coordinate in coordinates {
                let columns = curves.map { curve in
                    Dictionary(
                        uniqueKeysWithValues: curve.coordinate == coordinate
                            ? results.curve(curve.name, of: cell).map { ($0.position, $0.value) }
                            : [])
                }
                for position in Set(columns.flatMap(\.keys)).sorted() {
                    lines.append(
                        place + [coordinate, "\(position)"]
                            + columns.map { number($0[position] ?? .nan) })
                }
            }
        }
        return csv(lines)
    }

    /// A number's text; empty where there is no value.
    private func number(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }

    /// Lines as CSV by RFC 4180, but for lines ending as the system's do.
    private func csv(_ lines: [[String]]) -> String {
        lines.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
    }

    private func quoted(_ field: String) -> String {
        let isPlain = !field.contains { $0 == "," || $0 == "\"" || $0.isNewline }
        return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}
