import Store
import Sweeps
import Vocabulary

/// The cells of a plan as they are read, and the arrays that they make over the plan's axes.
struct Collection {
    /// What is known of the cell at one place.
    struct Cell {
        let identity: String
        let status: CellStatus
        /// The reason that the cell failed, diverged or cannot be used.
        let reason: String
        /// Nil where there is no file, or none that can be used.
        let provenance: Provenance?
        let measurements: CellMeasurements?
    }

    let plan: Plan
    /// The cells in the plan's order; one at several places shares its data with itself.
    private(set) var cells: [Cell] = []
    private var settings: CollectedSettings
    /// How many cells have a dataset that is left aside, by its name.
    private var foreign: [String: Int] = [:]

    /// The largest number of values in a collected file: 1 GiB of them.
    private static let valueLimit = 1 << 27

    init(_ plan: Plan) {
        self.plan = plan
        settings = CollectedSettings(besides: plan.axes.map(\.setting))
    }

    /// Takes in the cell at the next place; nil where the plan has none.
    mutating func add(_ planned: PlannedCell?, _ cell: Cell) {
        settings.add(planned?.configuration)
        cells.append(cell)
        for name in Set(cell.measurements?.foreign ?? []) { foreign[name, default: 0] += 1 }
    }

    var record: CollectedRecord {
        let curves = CollectedCurves(cells, axes: axisNames, shape: axisShape, Self.valueLimit)
        let leftOut =
            curves.leftOut
            + foreign.sorted { $0.key < $1.key }.prefix(20).map {
                "\($0.key.oneLine(limit: 60)) (\($0.value) \($0.value == 1 ? "cell" : "cells"))"
            }
        var attributes: Attributes = ["size": .text(plan.size.rawValue)]
        if !leftOut.isEmpty { attributes["left_out"] = .text(leftOut.joined(separator: ", ")) }
        return CollectedRecord(
            title: "\(plan.experiment.name), size \(plan.size.rawValue)",
            experiment: plan.experiment.name, attributes: attributes,
            axes: axisDatasets, coordinates: curves.coordinates,
            variables: headerVariables + settings.variables(over)
                + [wallTimePerUpdate] + curves.variables)
    }

    private var axisNames: [String] { plan.axes.map(\.setting.word) }
    private var axisShape: [Int] { plan.axes.map(\.values.count) }

    /// The axes as a collected file has them.
    var axisDatasets: [Dataset] { plan.axes.map(axisDataset) }

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

    /// A variable over the axes.
    private func over(
        _ name: String, _ longName: String, _ units: String?, _ elements: Elements
    ) -> Dataset {
        var attributes: Attributes = ["long_name": .text(longName)]
        if let units { attributes["units"] = .text(units) }
        return Dataset(
            name, dimensions: axisNames, shape: axisShape, elements, attributes: attributes)
    }

    /// The names that a collected file has besides those of axes, settings and quantities.
    static let headerNames = [
        "status", "failure", "cell_id", "config_json", "git_commit", "git_dirty", "hostname",
        "instruction_set", "wall_time_s", "cpu_time_s", Quantity.wallTimePerUpdate.name,
    ]

    /// The cells' headers.
    private var headerVariables: [Dataset] {
        func words(_ name: String, _ longName: String, _ word: KeyPath<Provenance, String>)
            -> Dataset
        {
            over(
                name, longName, nil, .strings(cells.map { $0.provenance?[keyPath: word] ?? "" }))
        }
        return [
            over(
                "status", "0 complete, 1 pending, 2 failed, 3 diverged, 4 unusable", nil,
                .int64(cells.map(\.status.rawValue))),
            over(
                "failure", "why the cell failed, diverged or cannot be used", nil,
                .strings(cells.map { $0.reason.oneLine(limit: 500) })),
            over("cell_id", "name of the cell's file", nil, .strings(cells.map(\.identity))),
            over("config_json", "every setting that the cell reads", nil, .strings(settings.json)),
            words("git_commit", "commit of the program", \.gitCommit),
            words("git_dirty", "whether the program's source had changes besides", \.gitDirty),
            words("hostname", "machine that the cell ran on", \.hostname),
            words("instruction_set", "instruction set that the cell ran with", \.instructionSet),
            over(
                "wall_time_s", "time the cell took", "s",
                .float64(cells.map { $0.provenance?.wallTime ?? .nan })),
            over(
                "cpu_time_s", "processor time that the cell took", "s",
                .float64(cells.map { $0.provenance?.cpuTime ?? .nan })),
        ]
    }

    /// The wall time per update, from a cell's header and its last count of updates; NaN where that
    /// is 0.
    private var wallTimePerUpdate: Dataset {
        let quantity = Quantity.wallTimePerUpdate
        let milliseconds = cells.map { cell in
            let updates = cell.measurements?.series.first { $0.name == Quantity.updates.name }
            guard let seconds = cell.provenance?.wallTime, let count = updates?.values.last,
                count > 0
            else { return Double.nan }
            return seconds * 1000 / count
        }
        return over(quantity.name, quantity.longName, quantity.unit, .float64(milliseconds))
    }
}
