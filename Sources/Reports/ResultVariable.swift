import Store
import Sweeps
import Vocabulary

/// A variable of numbers over the axes, with a curve a cell or a single value.
struct ResultVariable {
    let name: String
    /// The name of its quantity, which has other variables where units differ.
    let quantity: String
    /// Nil where the file does not say.
    let units: String?
    /// Nil for single values.
    let coordinate: Dataset?
    let positions: [Int64]
    private let values: [Double]
    private let width: Int
    /// Whether any cell has a value, by position: the task is not evaluated at every step recorded.
    private let isMeasured: [Bool]
    /// Whether a cell has recorded anything, by cell and position.
    private let isRecorded: [Bool]

    /// A variable; nil for one that does not lie over the plan's axes.
    init?(_ dataset: Dataset, _ plan: Plan, _ recorded: RecordedCurves) {
        guard let values = dataset.elements.reals else { return nil }
        name = dataset.name
        quantity = dataset.attributes.text("quantity") ?? dataset.name
        units = dataset.attributes.text("units")
        let isCurve = dataset.dimensions.count == plan.axes.count + 1
        coordinate = isCurve ? dataset.dimensions.last.flatMap { recorded.coordinates[$0] } : nil
        if case .int64(let positions)? = coordinate?.elements {
            self.positions = positions
        } else {
            positions = []
        }
        width = isCurve ? positions.count : 1
        self.values = values
        isRecorded = coordinate.flatMap { recorded.masks[$0.name] } ?? []
        guard values.count == plan.count * width,
            coordinate == nil || isRecorded.count == values.count
        else { return nil }
        var isMeasured = [Bool](repeating: false, count: coordinate == nil ? 0 : width)
        for (index, value) in values.enumerated() where !isMeasured.isEmpty && !value.isNaN {
            isMeasured[index % width] = true
        }
        self.isMeasured = isMeasured
    }

    /// The positions, by index, at which a cell has measured the variable: the value may be undefined there,
    /// as a ratio to nothing is, and is not what it was before.
    private func measured(by cell: Int) -> some BidirectionalCollection<Int> {
        isMeasured.indices.lazy.filter { isMeasured[$0] && isRecorded[cell * width + $0] }
    }

    /// A cell's values at all positions, NaN in gaps.
    func row(_ cell: Int) -> ArraySlice<Double> {
        values[cell * width..<(cell + 1) * width]
    }

    /// A cell's single value, or the one at the end of its curve; NaN when it has none.
    func last(of cell: Int) -> Double {
        guard coordinate != nil else { return row(cell).first ?? .nan }
        return measured(by: cell).last.map { values[cell * width + $0] } ?? .nan
    }

    /// The best of a cell's values; the last where no side is better, NaN when it has none.
    func best(of cell: Int, _ side: Quantity.Side) -> Double {
        let values = row(cell).filter { !$0.isNaN }
        return switch side {
        case .higher: values.max() ?? .nan
        case .lower: values.min() ?? .nan
        case .neither: values.last ?? .nan
        }
    }

    /// A cell's value at the last position up to one; NaN where its curve ends before.
    func value(of cell: Int, upTo position: Int) -> Double {
        let curve = curve(of: cell)
        guard let end = curve.last, end.position >= position else { return .nan }
        return curve.last { $0.position <= position }?.value ?? .nan
    }

    /// A cell's value at position 0; NaN when it has none.
    func first(of cell: Int) -> Double {
        positions.firstIndex(of: 0).map { values[cell * width + $0] } ?? .nan
    }

    /// A cell's curve by position, NaN where it is undefined; empty for a single value.
    func curve(of cell: Int) -> [(position: Int64, value: Double)] {
        measured(by: cell).map { (positions[$0], values[cell * width + $0]) }
    }
}

/// At which positions of each coordinate each cell has recorded anything. A cell records all of its
/// variables over a coordinate at once.
struct RecordedCurves {
    let coordinates: [String: Dataset]
    /// By the coordinate's name; then by cell and position.
    private(set) var masks: [String: [Bool]] = [:]

    init(_ record: CollectedRecord, _ plan: Plan) {
        coordinates = Dictionary(record.coordinates.map { ($0.name, $0) }) { first, _ in first }
        for dataset in record.variables where dataset.dimensions.count == plan.axes.count + 1 {
            guard let values = dataset.elements.reals, let name = dataset.dimensions.last,
                let coordinate = coordinates[name],
                values.count == plan.count * coordinate.shape.reduce(1, *)
            else { continue }
            var mask =
                masks.removeValue(forKey: name) ?? [Bool](repeating: false, count: values.count)
            for (index, value) in values.enumerated() where !value.isNaN { mask[index] = true }
            masks[name] = mask
        }
    }
}
