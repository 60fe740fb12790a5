import Store
import Vocabulary

/// A quantity measured at some positions, or once.
struct Measurement {
    let quantity: Quantity
    /// The coordinate; nil for a single value.
    let coordinate: Coordinate?
    let values: [Double]
}

/// The positions that measurements lie over.
struct Coordinate: Hashable {
    let name: String
    let longName: String
    let unit: String
    let positions: [Int]

    /// The coordinate of the positions at which gradients were measured.
    static func diagnosis(_ positions: [Int], _ configuration: Configuration) -> Coordinate {
        Coordinate(
            name: Quantity.diagnosisCoordinate,
            longName: "position at which gradients were measured",
            unit: configuration[.budgetUnit].rawValue, positions: positions)
    }

    /// The coordinate of the positions at which held-out text was evaluated.
    static func evaluation(_ positions: [Int], _ configuration: Configuration) -> Coordinate {
        Coordinate(
            name: "evaluation", longName: "position at which held-out data was evaluated",
            unit: configuration[.budgetUnit].rawValue, positions: positions)
    }

    /// The coordinate as a dataset.
    var dataset: Dataset {
        Dataset(
            coordinate: name, .int64(positions.map(Int64.init)),
            attributes: ["long_name": .text(longName), "units": .text(unit)])
    }
}

extension Dataset {
    /// A quantity: over a coordinate, or a single value.
    init(_ quantity: Quantity, over coordinate: String? = nil, _ elements: Elements) {
        self.init(
            quantity.name, dimensions: coordinate.map { [$0] } ?? [],
            shape: coordinate == nil ? [] : [elements.count], elements,
            attributes: [
                "long_name": .text(quantity.longName), "units": .text(quantity.unit),
            ])
    }
}
