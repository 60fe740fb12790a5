import Store
import Sweeps
import Vocabulary

extension ResultsFolder {
    /// Reads the plan's cells and lays them out over its axes; what is missing is NaN. The complete
    /// ones go into the folder's index.
    package func collect(_ plan: Plan) -> CollectedRecord {
        var collection = Collection(plan)
        var index = CellIndex(of: self)
        var places: [String: Int] = [:]
        for cell in plan {
            let identity = cell.identity
            collection.identities.append(identity)
            if let other = places.updateValue(cell.index, forKey: identity) {
                collection.copy(from: other, to: cell.index)
                continue
            }
            let path = self.cell(named: identity)
            let stamp = CellIndex.Stamp(path)
            let record: CellRecord
            do {
                guard let found = try self.record(of: cell) else { continue }
                record = found
            } catch {
                collection.unusable[cell.index] = error
                continue
            }
            collection.add(record, at: cell.index)
            if let stamp, record.header.status == .complete { index.add(identity, stamp) }
        }
        index.write()
        return collection.record
    }
}

/// The arrays of a collected file as they fill.
private struct Collection {
    /// A variable of the cells; single values have no coordinate.
    private struct Column {
        let coordinate: String?
        var attributes: Attributes
        /// The values, by the cell's index.
        var rows: [Int: [Double]] = [:]
        /// The cells' positions along the coordinate, by the cell's index.
        var positions: [Int: [Int64]] = [:]
    }

    private let plan: Plan
    /// The name of every cell, in the plan's order.
    var identities: [String] = []
    private var names: [String] = []
    private var columns: [String: Column] = [:]
    private var coordinateNames: [String] = []
    private var coordinates: [String: (attributes: Attributes, positions: Set<Int64>)] = [:]
    private var headers: [Int: CellHeader] = [:]
    /// The reasons why files cannot be used, by the cell's index.
    var unusable: [Int: UnusableFile] = [:]

    init(_ plan: Plan) { self.plan = plan }

    mutating func add(_ record: CellRecord, at index: Int) {
        headers[index] = record.header
        var positions: [String: [Int64]] = [:]
        for dataset in record.datasets where dataset.isCoordinate {
            guard case .int64(let values) = dataset.elements else { continue }
            positions[dataset.name] = values
            if coordinates[dataset.name] == nil {
                coordinateNames.append(dataset.name)
                coordinates[dataset.name] = (dataset.attributes, [])
            }
            coordinates[dataset.name]?.positions.formUnion(values)
        }
        for dataset in record.datasets where !dataset.isCoordinate {
            guard let values = dataset.elements.reals else { continue }
            if columns[dataset.name] == nil {
                names.append(dataset.name)
                columns[dataset.name] = Column(
                    coordinate: dataset.dimensions.first, attributes: dataset.attributes)
            }
            // Cells of several tasks may measure in several units.
            if columns[dataset.name]?.attributes["units"] != dataset.attributes["units"] {
                columns[dataset.name]?.attributes["units"] = .text("by cell")
            }
            columns[dataset.name]?.rows[index] = values
            columns[dataset.name]?.positions[index] = dataset.dimensions.first.flatMap {
                positions[$0]
            }
        }
    }

    /// Shows the results at one place of the plan at another as well.
    mutating func copy(from index: Int, to other: Int) {
        headers[other] = headers[index]
        unusable[other] = unusable[index]
        for name in names {
            guard var column = columns[name] else { continue }
            column.rows[other] = column.rows[index]
            column.positions[other] = column.positions[index]
            columns[name] = column
        }
    }

    var record: CollectedRecord {
        let sortedPositions = coordinates.mapValues { $0.positions.sorted() }
        return CollectedRecord(
            title: "\(plan.experiment.name), size \(plan.size.rawValue)",
            experiment: plan.experiment.name,
            attributes: [
                "size": .text(plan.size.rawValue),
                "git_commits": .text(
                    Set(headers.values.map(\.provenance.gitCommit)).sorted()
                        .joined(separator: " ")),
            ],
            axes: plan.axes.map(axisDataset),
            coordinates: coordinateNames.map { name in
                Dataset(
                    coordinate: name, .int64(sortedPositions[name] ?? []),
                    attributes: coordinates[name]?.attributes ?? [:])
            },
            variables: headerVariables + [wallTimePerUpdate]
                + names.compactMap { name in
                    columns[name].map { variable(name, $0, sortedPositions) }
                })
    }

    private func axisDataset(_ axis: AxisSpecification) -> Dataset {
        let definition = axis.setting.definition
        var attributes: Attributes = ["long_name": .text(definition.summary)]
        if !definition.units.isEmpty { attributes["units"] = .text(definition.units) }
        let integers = axis.values.compactMap { value -> Int64? in
            if case .integer(let integer) = value { Int64(integer) } else { nil }
        }
        let reals = axis.values.compactMap { value -> Double? in
            if case .real(let real) = value { real } else { nil }
        }
        let elements: Elements =
            if integers.count == axis.values.count {
                .int64(integers)
            } else if reals.count == axis.values.count {
                .float64(reals)
            } else {
                .strings(axis.values.map(\.description))
            }
        return Dataset(coordinate: axis.setting.word, elements, attributes: attributes)
    }

    private func status(of index: Int) -> CellStatus {
        unusable[index] == nil ? headers[index]?.status ?? .pending : .unusable
    }

    private var axisNames: [String] { plan.axes.map(\.setting.word) }
    private var axisShape: [Int] { plan.axes.map(\.values.count) }

    /// The cells' headers as variables over the axes.
    private var headerVariables: [Dataset] {
        func dataset(_ name: String, _ longName: String, _ elements: Elements) -> Dataset {
            Dataset(
                name, dimensions: axisNames, shape: axisShape, elements,
                attributes: ["long_name": .text(longName)])
        }
        var wallTime = dataset(
            "wall_time_s", "time the cell took",
            .float64(plan.indices.map { headers[$0]?.provenance.wallTime ?? .nan }))
        wallTime.attributes["units"] = "s"
        return [
            dataset(
                "status", "0 complete, 1 pending, 2 failed, 3 diverged, 4 unusable",
                .int64(plan.indices.map { status(of: $0).rawValue })),
            dataset(
                "failure", "why the cell failed or diverged, or its file cannot be used",
                .strings(
                    plan.indices.map {
                        headers[$0]?.failure ?? unusable[$0].map { "\($0)" } ?? ""
                    })),
            dataset(
                "cell_id", "name of the cell's file", .strings(identities)),
            wallTime,
        ]
    }

    /// The wall time per update, from a cell's header and its last count of updates; NaN where that
    /// is 0.
    private var wallTimePerUpdate: Dataset {
        let quantity = Quantity.wallTimePerUpdate
        let updates = columns[Quantity.updates.name]?.rows ?? [:]
        let milliseconds = plan.indices.map { index in
            guard let header = headers[index], let count = updates[index]?.last, count > 0
            else { return Double.nan }
            return header.provenance.wallTime * 1000 / count
        }
        return Dataset(
            quantity.name, dimensions: axisNames, shape: axisShape, .float64(milliseconds),
            attributes: ["long_name": .text(quantity.longName), "units": .text(quantity.unit)])
    }

    private func variable(
        _ name: String, _ column: Column, _ positions: [String: [Int64]]
    ) -> Dataset {
        guard let coordinate = column.coordinate else {
            return Dataset(
                name, dimensions: axisNames, shape: axisShape,
                .float64(plan.indices.map { column.rows[$0]?.first ?? .nan }),
                attributes: column.attributes)
        }
        let union = positions[coordinate] ?? []
        let places = Dictionary(uniqueKeysWithValues: union.enumerated().map { ($1, $0) })
        var values = [Double](repeating: .nan, count: plan.count * union.count)
        for (index, row) in column.rows {
            for (position, value) in zip(column.positions[index] ?? [], row) {
                if let place = places[position] { values[index * union.count + place] = value }
            }
        }
        return Dataset(
            name, dimensions: axisNames + [coordinate], shape: axisShape + [union.count],
            .float64(values), attributes: column.attributes)
    }
}
