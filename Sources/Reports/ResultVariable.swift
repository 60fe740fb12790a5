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
    /// Whether a cell has measured all variables of the coordinate, by cell and position; nil over coordinates
    /// at whose positions some are measured and others not.
    private let isMeasured: [Bool]?

    /// A variable; nil for one that does not lie over the plan's axes.
    init?(_ dataset: Dataset, _ plan: Plan, _ coordinates: ResultCoordinates) {
        guard let values = dataset.elements.reals else { return nil }
        name = dataset.name
        quantity = dataset.attributes.text("quantity") ?? dataset.name
        units = dataset.attributes.text("units")
        let isCurve = dataset.dimensions.count == plan.axes.count + 1
        coordinate = isCurve ? dataset.dimensions.last.flatMap { coordinates.datasets[$0] } : nil
        if case .int64(let positions)? = coordinate?.elements {
            self.positions = positions
        } else {
            positions = []
        }
        width = isCurve ? positions.count : 1
        self.values = values
        isMeasured = coordinate.flatMap { coordinates.diagnoses[$0.name] }
        guard values.count == plan.count * width else { return nil }
    }

    /// The positions, by index, at which a cell has measured the variable. Among the diagnoses are those at
    /// which it is undefined, as a ratio to a gradient that cannot be told from 0 is: it is not what it was before.
    private func measured(by cell: Int) -> some BidirectionalCollection<Int> {
        let start = cell * width
        return positions.indices.lazy.filter { index in
            isMeasured?[start + index] ?? !values[start + index].isNaN
        }
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

    /// The best of a cell's values; the one at the end where no side is better, NaN when it has none.
    func best(of cell: Int, _ side: Quantity.Side) -> Double {
        let values = row(cell).filter { !$0.isNaN }
        return switch side {
        case .higher: values.max() ?? .nan
        case .lower: values.min() ?? .nan
        case .neither: last(of: cell)
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

    /// A cell's curve by position, without the gaps, and NaN where it is undefined; empty for a single value.
    func curve(of cell: Int) -> [(position: Int64, value: Double)] {
        measured(by: cell).map { (positions[$0], values[cell * width + $0]) }
    }
}

/// The coordinates of a collected file, and what is known of their positions.
struct ResultCoordinates {
    let datasets: [String: Dataset]
    /// Whether a cell has measured anything, by cell and position, over each coordinate of diagnoses.
    private(set) var diagnoses: [String: [Bool]] = [:]

    init(_ record: CollectedRecord, _ plan: Plan) {
        datasets = Dictionary(record.coordinates.map { ($0.name, $0) }) { first, _ in first }
        for dataset in record.variables where dataset.dimensions.count == plan.axes.count + 1 {
            guard let name = dataset.dimensions.last, name.hasPrefix(Quantity.diagnosisCoordinate),
                let values = dataset.elements.reals,
                case .int64(let positions)? = datasets[name]?.elements,
                values.count == plan.count * positions.count
            else { continue }
            var isMeasured =
                diagnoses.removeValue(forKey: name)
                ?? [Bool](repeating: false, count: values.count)
            for (index, value) in values.enumerated() where !value.isNaN {
                isMeasured[index] = true
            }
            diagnoses[name] = isMeasured
        }
    }
}
