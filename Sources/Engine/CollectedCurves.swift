import Store

/// The measurements of many cells as arrays over the axes. What cells measured in different units,
/// or over coordinates that count different things, has a variable of its own each.
struct CollectedCurves {
    private(set) var coordinates: [Dataset] = []
    private(set) var variables: [Dataset] = []
    /// What would make the file too large, each with its extent.
    private(set) var leftOut: [String] = []

    /// What variables are told apart by.
    private struct Key: Hashable {
        let name: String
        let units: String
        let coordinate: CellMeasurements.Coordinate?
    }

    /// A variable of some cells.
    private struct Column {
        let longName: String
        var rows: [(cell: Int, values: [Double])] = []
    }

    private let cells: [Collection.Cell]
    private var keys: [Key] = []
    private var columns: [Key: Column] = [:]
    /// The union of the cells' positions, sorted.
    private var union: [CellMeasurements.Coordinate: [Int64]] = [:]

    /// The arrays of these cells, in the order of the places.
    /// - Parameters:
    ///   - axes: the names of the axes, and `shape` their lengths.
    ///   - limit: how many values the arrays may have together.
    init(_ cells: [Collection.Cell], axes: [String], shape: [Int], _ limit: Int) {
        self.cells = cells
        var all: [CellMeasurements.Coordinate: Set<Int64>] = [:]
        var longNames: [CellMeasurements.Coordinate: String] = [:]
        var order: [CellMeasurements.Coordinate] = []
        for (index, cell) in cells.enumerated() {
            guard let measurements = cell.measurements else { continue }
            for series in measurements.series {
                let key = Key(name: series.name, units: series.units, coordinate: series.coordinate)
                if columns[key] == nil {
                    keys.append(key)
                    columns[key] = Column(longName: series.longName)
                }
                columns[key]?.rows.append((index, series.values))
            }
            for coordinate in Set(measurements.series.compactMap(\.coordinate)) {
                all[coordinate, default: []].formUnion(measurements.positions[coordinate] ?? [])
                longNames[coordinate] = longNames[coordinate] ?? measurements.longNames[coordinate]
            }
            for case let coordinate? in measurements.series.map(\.coordinate)
            where !order.contains(coordinate) {
                order.append(coordinate)
            }
        }
        union = all.mapValues { $0.sorted() }
        var names = Names(taken: axes)
        let coordinateNames = names.names(
            of: order.map { ($0.name, [word($0.units)]) })
        let spelled = Dictionary(zip(order, coordinateNames)) { first, _ in first }
        let variableNames = names.names(
            of: keys.map { key in
                (
                    key.name,
                    [word(key.units), key.coordinate.map { spelled[$0] ?? $0.name } ?? "single"]
                )
            })
        var room = limit
        var used: Set<CellMeasurements.Coordinate> = []
        for (key, name) in zip(keys, variableNames) {
            let length = key.coordinate.map { union[$0]?.count ?? 0 } ?? 1
            let (count, isTooLarge) = cells.count.multipliedReportingOverflow(by: length)
            guard !isTooLarge, count <= room else {
                leftOut.append("\(name) (\(cells.count) cells at \(length) positions)")
                continue
            }
            room -= count
            if let coordinate = key.coordinate { used.insert(coordinate) }
            let dimension = key.coordinate.flatMap { spelled[$0] }
            var attributes: Attributes = [
                "long_name": .text(columns[key]?.longName ?? ""), "units": .text(key.units),
            ]
            // By this a reader finds all variables of one quantity.
            if name != key.name { attributes["quantity"] = .text(key.name) }
            variables.append(
                Dataset(
                    name, dimensions: axes + (dimension.map { [$0] } ?? []),
                    shape: shape + (dimension == nil ? [] : [length]),
                    .float64(values(of: key, length)), attributes: attributes))
            columns[key] = nil
        }
        coordinates = order.filter(used.contains).map { coordinate in
            Dataset(
                coordinate: spelled[coordinate] ?? coordinate.name,
                .int64(union[coordinate] ?? []),
                attributes: [
                    "long_name": .text(longNames[coordinate] ?? ""),
                    "units": .text(coordinate.units),
                ])
        }
    }

    /// The values of a variable at all places, NaN where a cell has none.
    private func values(of key: Key, _ length: Int) -> [Double] {
        var values = [Double](repeating: .nan, count: cells.count * length)
        let positions = key.coordinate.flatMap { union[$0] }
        for row in columns[key]?.rows ?? [] {
            guard let coordinate = key.coordinate, let positions else {
                values[row.cell] = row.values.first ?? .nan
                continue
            }
            // Both lists rise.
            var place = 0
            for (position, value) in zip(
                cells[row.cell].measurements?.positions[coordinate] ?? [], row.values)
            {
                while place < length && positions[place] < position { place += 1 }
                if place < length { values[row.cell * length + place] = value }
            }
        }
        return values
    }
}

/// Names of a file as they are given out, none of them twice.
private struct Names {
    var taken: Set<String>

    init(taken names: [String]) { taken = Set(names + Collection.headerNames) }

    /// The names of things, each by a plain name and the words that tell it from others of that
    /// name. A word that all of them share is left out.
    mutating func names(of things: [(name: String, words: [String])]) -> [String] {
        let groups = Dictionary(grouping: things, by: \.name)
        return things.map { thing in
            let group = groups[thing.name] ?? []
            let telling = thing.words.indices.filter { index in
                group.contains { $0.words[index] != thing.words[index] }
            }
            let parts = [thing.name] + telling.map { thing.words[$0] }
            var name = parts.joined(separator: "_")
            var number = 2
            while !taken.insert(name).inserted {
                name = parts.joined(separator: "_") + "_\(number)"
                number += 1
            }
            return name
        }
    }
}

/// A unit as a part of a name: `bits per scored output` as `bits_per_scored_output`.
private func word(_ units: String) -> String {
    let words = units.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    return words.isEmpty ? "no_unit" : words.joined(separator: "_")
}
