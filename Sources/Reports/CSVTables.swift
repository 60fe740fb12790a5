import Store
import Vocabulary

/// The collected file as two tables for readers without HDF5.
struct CSVTables {
    let results: SweepResults

    /// The words of a cell that end a line of runs. The machine's name is nobody else's matter.
    private static let words = [
        "cell_id", "failure", "git_commit", "git_dirty", "instruction_set", "config_json",
    ]

    /// The table of runs, a line a cell: its place, its status, the settings in which cells differ
    /// besides, its single values and those at the end of its curves, and its whole configuration.
    var runs: String {
        let names = results.record.variables.map(\.name)
        let settings = names.filter { SettingName(word: $0) != nil }
        let numbers = names.filter {
            $0 != "status" && !settings.contains($0) && results.variable($0) != nil
        }
        let words = Self.words.filter(names.contains)
        var table = CSVText(
            header: results.axes.map(\.setting.word) + ["status"] + settings + numbers + words)
        let columns = numbers.compactMap(results.variable)
        for cell in 0..<results.cellCount {
            for value in results.place(of: cell) { table.add(value.description) }
            table.add(results.status(of: cell).name)
            for setting in settings {
                if let numbers = results.variable(setting) {
                    table.add(numbers.last(of: cell))
                } else {
                    table.add(results.text(setting, of: cell))
                }
            }
            for column in columns { table.add(column.last(of: cell)) }
            for word in words { table.add(results.text(word, of: cell)) }
            table.endLine()
        }
        return table.text
    }

    /// The table of curves, a line for each position of a cell on a coordinate, a column for each
    /// curve; empty where a curve lies over another coordinate.
    var curves: String {
        let curves = results.record.variables.compactMap { results.variable($0.name) }
            .filter { $0.coordinate != nil }
        var table = CSVText(
            header: results.axes.map(\.setting.word) + ["coordinate", "position"]
                + curves.map(\.name))
        let coordinates = results.record.coordinates.map(\.name)
        for cell in 0..<results.cellCount {
            let place = results.place(of: cell).map(\.description)
            for coordinate in coordinates {
                // What lies over another coordinate is empty in all lines.
                let rows = curves.map { $0.coordinate?.name == coordinate ? $0.row(cell) : [] }
                let positions = curves.first { $0.coordinate?.name == coordinate }?.positions ?? []
                for (index, position) in positions.enumerated() {
                    let values = rows.map { $0.isEmpty ? .nan : $0[$0.startIndex + index] }
                    guard values.contains(where: { !$0.isNaN }) else { continue }
                    for value in place { table.add(value) }
                    table.add(coordinate)
                    table.add("\(position)")
                    for value in values { table.add(value) }
                    table.endLine()
                }
            }
        }
        return table.text
    }
}

/// CSV by RFC 4180, but for lines ending as the system's do.
struct CSVText {
    private var bytes: [UInt8] = []
    private var isLineBegun = false

    init(header: [String]) {
        for name in header { add(name) }
        endLine()
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds a field to the line.
    mutating func add(_ field: String) {
        begin()
        let isPlain = !field.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == mark || $0 == UInt8(ascii: "\n")
                || $0 == UInt8(ascii: "\r")
        }
        guard !isPlain else { return bytes.append(contentsOf: field.utf8) }
        // Byte by byte: a mark before a combining character is none among the characters.
        bytes.append(mark)
        for byte in field.utf8 {
            bytes.append(byte)
            if byte == mark { bytes.append(mark) }
        }
        bytes.append(mark)
    }

    /// Adds a number to the line, and nothing where there is no value.
    mutating func add(_ number: Double) {
        begin()
        if !number.isNaN { bytes.append(contentsOf: number.description.utf8) }
    }

    private mutating func begin() {
        if isLineBegun { bytes.append(UInt8(ascii: ",")) }
        isLineBegun = true
    }

    mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        isLineBegun = false
    }
}

/// The mark around a field that has separators.
private let mark = UInt8(ascii: "\"")
