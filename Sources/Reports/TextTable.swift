import Store

/// Columns of text, the first flush left and the rest flush right.
struct TextTable {
    private let header: [String]
    /// As many entries a row as the header has.
    private let rows: [[String]]
    /// How many columns name a line.
    private let keys: Int

    init(_ table: PageTable) {
        header = table.header.map { $0.oneLine(limit: 200) }
        rows = table.rows.map { row in row.map { $0.text.oneLine(limit: 200) } }
        keys = table.keys
    }

    /// The table's lines, indented by two.
    var lines: [String] {
        let widths = header.indices.map { max(header[$0].count, entryWidth($0)) }
        return lines(Array(header.indices), widths)
    }

    /// The table's lines, of up to `width` characters where a table has to be no wider than that: else
    /// headings are broken between words, and columns that still find no room follow below, beside the
    /// names of their lines.
    func lines(within width: Int) -> [String] {
        let plain = lines
        guard plain.contains(where: { $0.count > width }) else { return plain }
        let widths = header.indices.map { column in
            header[column].split(separator: " ").map(\.count).reduce(entryWidth(column), max)
        }
        let names = Array(header.indices.prefix(keys))
        let nameWidth = names.map { widths[$0] + 2 }.reduce(0, +)
        var parts = [names]
        var used = nameWidth
        for column in header.indices.dropFirst(keys) {
            if used + widths[column] + 2 > width && used > nameWidth {
                parts.append(names)
                used = nameWidth
            }
            parts[parts.count - 1].append(column)
            used += widths[column] + 2
        }
        return Array(parts.map { lines($0, widths) }.joined(separator: [""]))
    }

    private func entryWidth(_ column: Int) -> Int { rows.map { $0[column].count }.max() ?? 0 }

    /// The lines of some columns.
    private func lines(_ columns: [Int], _ widths: [Int]) -> [String] {
        func line(_ cells: [String]) -> String {
            let padded = zip(columns, cells).map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + padding : padding + cell
            }
            return "  " + padded.joined(separator: "  ")
        }
        let headings = columns.map { column in
            header[column].count <= widths[column]
                ? [header[column]] : wrapped(header[column], width: widths[column])
        }
        let height = headings.map(\.count).max() ?? 1
        let heads = (0..<height).map { number in
            // Headings stand on their columns.
            line(headings.map { $0.count + number < height ? "" : $0[$0.count + number - height] })
        }
        let rule =
            "  " + columns.map { String(repeating: "-", count: widths[$0]) }.joined(separator: "  ")
        return heads + [rule] + rows.map { row in line(columns.map { row[$0] }) }
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

/// Words on lines of up to a width, the first line after a mark and the others below its words.
func wrapped(_ text: String, after mark: String, width: Int = 88) -> [String] {
    let indent = String(repeating: " ", count: mark.count)
    return wrapped(text, width: width - mark.count).enumerated().map {
        ($0.offset == 0 ? mark : indent) + $0.element
    }
}
