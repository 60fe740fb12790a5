import Store

/// Columns of text, the first flush left and the rest flush right.
struct TextTable {
    let header: [String]
    /// As many entries a row as the header has.
    private(set) var rows: [[String]] = []

    init(header: [String]) { self.header = header.map { $0.oneLine(limit: 200) } }

    mutating func add(_ row: [String]) { rows.append(row.map { $0.oneLine(limit: 200) }) }

    /// The table's lines, indented by two.
    var lines: [String] {
        let widths = header.indices.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + padding : padding + cell.0
            }
            return "  " + padded.joined(separator: "  ")
        }
        let rule = "  " + widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        return [line(header), rule] + rows.map(line)
    }
}

/// `text` broken into lines of at most `width` characters between words.
func wrapped(_ text: String, width: Int = 88) -> [String] {
    text.split(whereSeparator: \.isWhitespace).reduce(into: [String]()) { lines, word in
        if let last = lines.last, last.count + 1 + word.count <= width {
            lines[lines.count - 1] += " " + word
        } else {
            lines.append(String(word))
        }
    }
}
