import Store
import Sweeps
import Vocabulary

/// A collected file as the report asks it: by places on the axes.
struct SweepResults {
    let record: CollectedRecord
    let axes: [AxisSpecification]

    /// The results in `record`.
    /// - Precondition: `record` was collected for `plan`.
    init(_ plan: Plan, _ record: CollectedRecord) {
        axes = plan.axes
        self.record = record
    }

    /// Values on some of the axes.
    typealias Place = [SettingName: Value]

    var cellCount: Int { axes.reduce(1) { $0 * $1.values.count } }

    /// The cells with results of their own, each at its first place.
    var distinctCells: [Int] {
        var known: Set<String> = []
        return (0..<cellCount).filter { known.insert(text("cell_id", of: $0)).inserted }
    }

    func values(of axis: SettingName) -> [Value] {
        axes.first { $0.setting == axis }?.values ?? []
    }

    /// The values of a cell on all axes.
    func place(of cell: Int) -> [Value] {
        var remainder = cell
        let reversed = axes.reversed().map { axis in
            defer { remainder /= axis.values.count }
            return axis.values[remainder % axis.values.count]
        }
        return reversed.reversed()
    }

    /// The cells at a place, by index, in the order of the plan.
    func cells(at place: Place) -> [Int] {
        (0..<cellCount).filter { cell in
            zip(axes, self.place(of: cell)).allSatisfy { axis, value in
                place[axis.setting].map { $0 == value } ?? true
            }
        }
    }

    /// The places on the axes that are neither named nor the seeds, never to be averaged over.
    func strata(besides named: [SettingName]) -> [Place] {
        axes.filter { !named.contains($0.setting) && $0.setting != .seed }
            .reduce([[:]]) { places, axis in
                places.flatMap { place in
                    axis.values.map { place.merging([axis.setting: $0]) { $1 } }
                }
            }
    }

    /// A single value of a cell, or the last of its curve; NaN when it has none.
    func final(_ variable: String, of cell: Int) -> Double {
        row(variable, of: cell).last { !$0.isNaN } ?? .nan
    }

    /// The value of a quantity in a cell; NaN when it has none.
    func value(of quantity: Quantity, in cell: Int) -> Double {
        switch quantity.moment {
        case .beforeTraining:
            curve(quantity.name, of: cell).first { $0.position == 0 }?.value ?? .nan
        case .last: final(quantity.name, of: cell)
        }
    }

    /// A cell's curve by position, without the gaps; empty for a single value.
    func curve(_ variable: String, of cell: Int) -> [(position: Int64, value: Double)] {
        guard let coordinate = coordinate(of: variable),
            case .int64(let positions) = coordinate.elements
        else { return [] }
        return zip(positions, row(variable, of: cell)).filter { !$0.1.isNaN }
            .map { (position: $0.0, value: $0.1) }
    }

    /// The coordinate of a curve; nil for a single value.
    func coordinate(of variable: String) -> Dataset? {
        guard let dataset = record[variable], dataset.dimensions.count > axes.count,
            let name = dataset.dimensions.last
        else { return nil }
        return record.coordinates.first { $0.name == name }
    }

    /// The unit that the cells measured in.
    func units(of quantity: Quantity) -> String {
        record[quantity.name]?.attributes.text("units") ?? quantity.unit
    }

    func status(of cell: Int) -> CellStatus {
        CellStatus(rawValue: Int64(final("status", of: cell))) ?? .pending
    }

    /// A word in a cell's header.
    func text(_ variable: String, of cell: Int) -> String {
        guard case .strings(let words)? = record[variable]?.elements else { return "" }
        return words[cell]
    }

    private func row(_ variable: String, of cell: Int) -> ArraySlice<Double> {
        guard let values = record[variable]?.elements.reals, cellCount > 0 else { return [] }
        let width = values.count / cellCount
        return values[cell * width..<(cell + 1) * width]
    }
}

/// The heading of a value on an axis in reports.
func heading(_ axis: SettingName, _ value: Value) -> String {
    axis == .method ? Method(value)?.label ?? value.description : "\(axis) \(value)"
}
