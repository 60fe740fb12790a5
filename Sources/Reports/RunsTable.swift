import Vocabulary

/// The runs of a sweep as `runs.csv` has them, a line a cell.
package struct RunsTable: Sendable {
    /// A cell.
    struct Run: Sendable {
        /// The value on each axis, by name.
        let place: [String: String]
        let status: String
        /// The other columns by name; what is empty is absent.
        let values: [String: String]
    }

    /// The swept settings, in the order of the columns.
    let axes: [String]
    /// The columns of numbers.
    let quantities: [String]
    let runs: [Run]

    /// The columns behind the status that hold words.
    private static let words: Set<String> = [
        "cell_id", "failure", "git_commit", "git_dirty", "instruction_set", "config_json",
    ]

    /// Reads the text of a table.
    /// - Throws: what makes it no table of runs.
    package init(csv text: String) throws(RunsTableError) {
        let lines = try CSVReader.lines(text)
        guard let header = lines.first, let status = header.firstIndex(of: "status"),
            Set(header).count == header.count
        else { throw .noTable }
        axes = Array(header[..<status])
        quantities = header[(status + 1)...].filter {
            !Self.words.contains($0) && SettingName(word: $0) == nil
        }
        var runs: [Run] = []
        for (index, line) in lines.enumerated().dropFirst() {
            guard line.count == header.count else {
                throw .ragged(line: index + 1, fields: line.count, expected: header.count)
            }
            let fields = Dictionary(
                zip(header, line).filter { !$0.1.isEmpty }, uniquingKeysWith: { first, _ in first })
            let place = axes.map { ($0, fields[$0] ?? "") }
            runs.append(
                Run(
                    place: Dictionary(place) { first, _ in first }, status: line[status],
                    values: fields))
        }
        self.runs = runs
    }

    /// The number of cells with a result: complete, or diverged with their curves.
    package var resultCount: Int {
        let done = runs.filter { ["complete", "diverged"].contains($0.status) }
        // A cell at several places counts once.
        let names = Set(done.compactMap { $0.values["cell_id"] })
        return names.isEmpty ? done.count : names.count
    }
}

/// A reason that a text is no table of runs.
package enum RunsTableError: Error, Hashable, Sendable {
    /// No column `status`, or two columns of one name.
    case noTable
    case ragged(line: Int, fields: Int, expected: Int)
    /// A quoted field that does not end.
    case unfinished(line: Int)
}

extension RunsTableError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noTable: "it is no runs.csv: that has one column status, and no name twice"
        case .ragged(let line, let fields, let expected):
            "line \(line) has \(fields) fields where the header has \(expected)"
        case .unfinished(let line): "line \(line) begins a quoted field that does not end"
        }
    }
}

/// CSV by RFC 4180, with lines that end in a newline alone as well.
enum CSVReader {
    /// The fields of every line.
    static func lines(_ text: String) throws(RunsTableError) -> [[String]] {
        var lines: [[String]] = []
        var line: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var begin = 1
        var bytes = Array(text.utf8)[...]
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes = bytes.dropFirst(3) }
        var index = bytes.startIndex
        func endField() {
            line.append(String(decoding: field, as: UTF8.self))
            field = []
        }
        func endLine() {
            endField()
            if line != [""] { lines.append(line) }
            line = []
        }
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\"") where isQuoted:
                if index < bytes.endIndex && bytes[index] == byte {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            case _ where isQuoted: field.append(byte)
            case UInt8(ascii: "\"") where field.isEmpty:
                isQuoted = true
                begin = lines.count + 1
            case UInt8(ascii: ","): endField()
            case UInt8(ascii: "\r") where index < bytes.endIndex && bytes[index] == 10: break
            case UInt8(ascii: "\n"): endLine()
            case _: field.append(byte)
            }
        }
        guard !isQuoted else { throw .unfinished(line: begin) }
        if !field.isEmpty || !line.isEmpty { endLine() }
        return lines
    }
}
