/// A measured quantity: the name of a variable of the result files, and how files and reports speak
/// of it.
public struct Quantity: Hashable, Sendable {
    /// The variable's name in cell and collected files.
    public let name: String
    /// The name in tables, figures and claims.
    public let label: String
    /// The variable's `long_name` in the files.
    public let longName: String
    /// The unit, "1" for a pure number.
    public let unit: String
    /// Digits after the point in tables.
    public let digits: Int
    /// How finely it is measured.
    public let resolution: Resolution
    /// The better side.
    public let better: Side
    /// The value of a curve that is meant.
    public private(set) var moment = Moment.last
    /// The forms of task that it can be measured on; nil: any, as far as is known.
    package private(set) var forms: Set<TaskForm>?

    /// The side on which values of a quantity are better.
    public enum Side: Hashable, Sendable {
        /// Larger values, smaller values, or none of them better.
        case higher, lower, neither
    }

    /// A value of a curve.
    public enum Moment: Hashable, Sendable {
        /// The value at position 0, where the curve has one.
        case beforeTraining
        /// The last value.
        case last
        /// The best value, on the quantity's better side.
        case best
        /// The last value up to a position, of a curve that goes on at least as far.
        case upTo(Int)
        /// The value at the training time at which the first of the cells had ended that differ on
        /// these axes and the seed alone.
        case atEqualTime(over: [SettingName])
    }

    /// A quantity.
    /// - Parameters:
    ///   - unit: "1" for a pure number.
    ///   - digits: how many stand after the point in tables.
    ///   - resolution: the least distance of two values, below which reports are certain of nothing.
    ///   - longName: the label unless given.
    public init(
        _ name: String, label: String, unit: String = "1", digits: Int = 2,
        resolution: Resolution = .continuous, better: Side = .neither, longName: String? = nil
    ) {
        self.name = name
        self.label = label
        self.unit = unit
        self.digits = digits
        self.resolution = resolution
        self.better = better
        self.longName = longName ?? label
    }

    /// A quantity that only tasks of some forms have.
    init(
        _ name: String, label: String, unit: String = "1", digits: Int = 2,
        resolution: Resolution = .continuous, better: Side = .neither, longName: String? = nil,
        forms: Set<TaskForm>
    ) {
        self.init(
            name, label: label, unit: unit, digits: digits, resolution: resolution,
            better: better, longName: longName)
        self.forms = forms
    }

    /// The value at position 0 of a curve that has one.
    public var beforeTraining: Quantity {
        var quantity = self
        quantity.moment = .beforeTraining
        return quantity
    }

    /// The name of the coordinate that gradients are measured over, all quantities at every position: one
    /// without a value there is undefined.
    package static let diagnosisCoordinate = "diagnosis"

    /// The best value of a curve, on the better side.
    public var best: Quantity {
        var quantity = self
        quantity.moment = .best
        return quantity
    }

    /// The value of a curve at a position, in units of the budget: after so many updates or time steps.
    public func after(_ position: Int) -> Quantity {
        var quantity = self
        quantity.moment = .upTo(position)
        return quantity
    }

    /// The value of a curve after equal training time: when the first of the cells had ended that differ
    /// on these axes and the seed alone.
    public func atEqualTime(over axes: [SettingName]) -> Quantity {
        var quantity = self
        quantity.moment = .atEqualTime(over: axes)
        return quantity
    }

    /// The moment in words behind a label, ` before training`; nothing for the last value.
    package var when: String {
        switch moment {
        case .beforeTraining: " before training"
        case .last: ""
        case .best: " at its best"
        // Only budgets of images are always updates.
        case .upTo(let position):
            " after \(position)" + (forms == [.images] ? " updates" : "")
        case .atEqualTime: " after equal time"
        }
    }

    /// The quantity measured in another unit, as a task may want it.
    public func measured(in unit: String) -> Quantity {
        var quantity = Quantity(
            name, label: label, unit: unit, digits: digits, resolution: resolution,
            better: better, longName: longName)
        quantity.moment = moment
        quantity.forms = forms
        return quantity
    }
}

extension Quantity {
    /// The unit in brackets as it stands behind a label; nothing for a pure number.
    public static func bracketed(_ unit: String, _ brackets: (String, String) = ("(", ")"))
        -> String
    {
        unit.isEmpty || unit == "1" ? "" : " \(brackets.0)\(unit)\(brackets.1)"
    }
}
