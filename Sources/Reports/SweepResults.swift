import Store
import Sweeps
import Vocabulary

/// A collected file as the report asks it: by places on the axes.
struct SweepResults {
    let plan: Plan
    let record: CollectedRecord
    /// The axes that the cells lie on.
    let axes: [AxisSpecification]
    /// The cells with results of their own, each at its first place.
    let distinctCells: [Int]
    /// The variables of numbers, by name.
    private let numbers: [String: ResultVariable]
    /// The names of the variables of each quantity: several where it was measured in several units
    /// or over several coordinates.
    private let names: [String: [String]]
    private let words: [String: [String]]
    let equalTimes = EqualTimes()

    /// The results in `record`.
    /// - Precondition: `record` was collected for `plan`.
    init(_ plan: Plan, _ record: CollectedRecord) {
        self.plan = plan
        self.record = record
        axes = plan.axes
        let coordinates = ResultCoordinates(record, plan)
        var numbers: [String: ResultVariable] = [:]
        var names: [String: [String]] = [:]
        var words: [String: [String]] = [:]
        for dataset in record.variables {
            if case .strings(let texts) = dataset.elements {
                words[dataset.name] = texts.count == plan.count ? texts : nil
            } else if let variable = ResultVariable(dataset, plan, coordinates) {
                numbers[dataset.name] = variable
                names[variable.quantity, default: []].append(dataset.name)
            }
        }
        (self.numbers, self.names, self.words) = (numbers, names, words)
        distinctCells = Self.distinct(words["cell_id"], of: plan.count)
    }

    private static func distinct(_ identities: [String]?, of count: Int) -> [Int] {
        var known: Set<String> = []
        return (0..<count).filter { cell in
            let identity = identities?[cell] ?? ""
            // Places that wait for their settings have no name yet.
            return known.insert(identity).inserted || identity.isEmpty && identities != nil
        }
    }

    func configuration(of cell: Int) -> Configuration { plan.configuration(at: cell) }

    /// Values on some of the axes.
    typealias Place = [SettingName: Value]

    var cellCount: Int { plan.count }

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
        axes.reduce([0]) { cells, axis in
            let positions =
                place[axis.setting].map { value in
                    axis.values.firstIndex(of: value).map { $0..<$0 + 1 } ?? 0..<0
                } ?? axis.values.indices
            return cells.flatMap { cell in positions.map { cell * axis.values.count + $0 } }
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

    /// The variables of a quantity, by its name.
    func variables(of quantity: String) -> [ResultVariable] {
        (names[quantity] ?? []).compactMap { numbers[$0] }
    }

    /// A variable by its own name; nil for one of words.
    func variable(_ name: String) -> ResultVariable? { numbers[name] }

    /// The value of a quantity in a cell; NaN when it has none.
    func value(of quantity: Quantity, in cell: Int) -> Double {
        variable(of: quantity, in: cell).map { value(of: quantity, $0, in: cell) } ?? .nan
    }

    /// The variable that has a cell's value of a quantity.
    private func variable(of quantity: Quantity, in cell: Int) -> ResultVariable? {
        variables(of: quantity.name).first { !value(of: quantity, $0, in: cell).isNaN }
    }

    private func value(
        of quantity: Quantity, _ variable: ResultVariable, in cell: Int
    ) -> Double {
        switch quantity.moment {
        case .last: variable.last(of: cell)
        case .best: variable.best(of: cell, quantity.better)
        case .beforeTraining: variable.first(of: cell)
        case .upTo(let position): variable.value(of: cell, upTo: position)
        case .atEqualTime(let axes): valueAtEqualTime(variable, in: cell, over: axes)
        }
    }

    /// The units that cells measured a quantity in.
    /// - Parameter cells: all cells unless given.
    func units(of quantity: Quantity, in cells: [Int]? = nil) -> [String] {
        let variables =
            cells.map { $0.compactMap { variable(of: quantity, in: $0) } }
            ?? variables(of: quantity.name)
        var units: [String] = []
        for unit in variables.map({ $0.units ?? quantity.unit }) where !units.contains(unit) {
            units.append(unit)
        }
        return units.isEmpty ? [quantity.unit] : units
    }

    /// The unit of a quantity behind a heading; where there are several, that they stand with the
    /// values.
    func unitSuffix(of quantity: Quantity, _ brackets: (String, String) = ("(", ")")) -> String {
        let units = units(of: quantity)
        return Quantity.bracketed(units.count == 1 ? units[0] : "units by entry", brackets)
    }

    func status(of cell: Int) -> CellStatus {
        let number = numbers["status"]?.last(of: cell) ?? .nan
        return Int64(exactly: number).flatMap(CellStatus.init(rawValue:)) ?? .pending
    }

    /// What tells the run of a cell from others: its name, or its place where it has none.
    func run(of cell: Int) -> String {
        let name = text("cell_id", of: cell)
        return name.isEmpty ? "place \(cell)" : name
    }

    /// A word of a cell.
    func text(_ variable: String, of cell: Int) -> String { words[variable]?[cell] ?? "" }
}

/// The heading of a value on an axis in reports.
func heading(_ axis: SettingName, _ value: Value) -> String {
    axis == .method ? Method(value)?.label ?? value.description : "\(axis) \(value)"
}

/// The name of a value where its axis is named beside it: a method's label, and any other as it is.
func name(of value: Value, on axis: SettingName) -> String {
    axis == .method ? heading(axis, value) : value.description
}
