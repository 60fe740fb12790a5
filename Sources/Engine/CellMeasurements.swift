import Store
import Vocabulary

/// What one cell measured: single values, and curves over coordinates of the same file.
///
/// A cell file may hold more than its program wrote: somebody adds a dataset of his own. What is no
/// single number and no curve over whole positions is left aside by its name. What claims to be a
/// curve and does not fit its coordinate is a fault.
struct CellMeasurements {
    /// The positions that curves lie over; of one name and one unit, cells share them.
    struct Coordinate: Hashable {
        let name: String
        let units: String
    }

    /// A quantity of the cell.
    struct Series {
        let name: String
        let units: String
        let longName: String
        /// Nil for a single value.
        let coordinate: Coordinate?
        let values: [Double]
    }

    private(set) var positions: [Coordinate: [Int64]] = [:]
    private(set) var longNames: [Coordinate: String] = [:]
    private(set) var series: [Series] = []
    /// The datasets left aside.
    private(set) var foreign: [String] = []

    /// The measurements among the datasets at a file's root.
    /// - Parameter isComplete: whether the cell says that it came to its end.
    /// - Throws: the fault for which the cell cannot be used.
    init(_ datasets: [Dataset], isComplete: Bool) throws(CellFault) {
        var coordinates: [String: Coordinate] = [:]
        for dataset in datasets where dataset.isCoordinate {
            guard Self.isName(dataset.name), case .int64(let values) = dataset.elements else {
                foreign.append(dataset.name)
                continue
            }
            guard zip(values, values.dropFirst()).allSatisfy(<) else {
                throw .disorder(coordinate: dataset.name)
            }
            let coordinate = Coordinate(name: dataset.name, units: dataset.words("units"))
            coordinates[dataset.name] = coordinate
            positions[coordinate] = values
            longNames[coordinate] = dataset.words("long_name")
        }
        for dataset in datasets where !dataset.isCoordinate {
            let coordinate = dataset.dimensions.first.flatMap { coordinates[$0] }
            guard Self.isName(dataset.name), dataset.shape.count < 2,
                dataset.shape.isEmpty || coordinate != nil, let values = dataset.elements.reals
            else {
                foreign.append(dataset.name)
                continue
            }
            if let coordinate, positions[coordinate]?.count != values.count {
                throw .misfit(
                    dataset.name, count: values.count, coordinate: coordinate.name,
                    positions: positions[coordinate]?.count ?? 0)
            }
            series.append(
                Series(
                    name: dataset.name, units: dataset.words("units"),
                    longName: dataset.words("long_name"), coordinate: coordinate, values: values))
        }
        guard !isComplete || series.contains(where: { $0.name == Quantity.updates.name }) else {
            throw .missing(Quantity.updates.name)
        }
    }

    /// Whether a dataset may have a place of its own in a collected file: netCDF's plain names, but
    /// for those of the axes and of the headers.
    private static func isName(_ name: String) -> Bool {
        name.utf8.count <= 100 && isValidName(name) && !reserved.contains(name)
    }

    private static let reserved = Set(SettingName.allCases.map(\.word) + Collection.headerNames)
}

extension Dataset {
    /// An attribute as a few words in one line; empty when it is none.
    fileprivate func words(_ name: String) -> String {
        (attributes.text(name) ?? "").oneLine(limit: 200)
    }
}

/// A reason that the data of a cell file cannot be used though the file can be read.
enum CellFault: Error, Hashable, Sendable {
    /// A coordinate whose positions do not rise.
    case disorder(coordinate: String)
    /// A curve of another length than its coordinate.
    case misfit(String, count: Int, coordinate: String, positions: Int)
    /// A complete cell without what each has.
    case missing(String)
}

extension CellFault: CustomStringConvertible {
    var description: String {
        switch self {
        case .disorder(let name): "the positions of \(name) do not rise: the file was changed"
        case .misfit(let name, let count, let coordinate, let positions):
            "\(name) has \(count) values at \(positions) positions of \(coordinate): "
                + "the file was changed"
        case .missing(let name): "\(name) is missing: the file was changed"
        }
    }
}
