import Vocabulary

/// A fault of a specification or of a user's request.
package enum SweepError: Error, Hashable, Sendable {
    /// A `--set` that is not `name=value[,value…]`.
    case malformedOverride(String)
    case repeatedOverride(SettingName)
    case repeatedValue(setting: SettingName, value: String)
    case emptyAxis(SettingName)
    case repeatedAxis(SettingName)
    /// A table or curve over one axis in both directions.
    case sameAxisTwice(SettingName, user: String)
    /// A setting given one value where it is an axis.
    case assignedAxis(SettingName, value: Value)
    case unknownSize(String, experiment: String, choices: [String])
    case repeatedSize(SizeName, experiment: String)
    /// An experiment with no problem, or several.
    case problems(Int, experiment: String)
    /// A setting that no cell of the sweep reads, and the choices that would read it.
    case unread(SettingName, readers: [String])
    /// More cells than a sweep can have.
    case tooManyCells(limit: Int)
    /// A cell asked for without its value on an axis.
    case unplaced(axis: SettingName, values: [Value])
    case notOnAxis(axis: SettingName, value: Value, values: [Value])
    /// Something, which `user` names, over a setting that is no axis.
    case notAnAxis(SettingName, axes: [SettingName], user: String)
    /// A claim over one value on an axis that the experiment never has there.
    case neverOnAxis(axis: SettingName, value: Value, user: String)
}

extension SweepError: CustomStringConvertible {
    package var description: String {
        func list(_ values: [some CustomStringConvertible]) -> String {
            values.map(\.description).joined(separator: ", ")
        }
        switch self {
        case .malformedOverride(let text):
            return "'\(text)' is not an override: write setting=value or setting=value,value"
        case .repeatedOverride(let name):
            return "\(name) is set twice: give all its values in one --set \(name)=value,value"
        case .repeatedValue(let setting, let value):
            return "\(setting) lists '\(value)' twice: each value once"
        case .emptyAxis(let name):
            return "the axis \(name) has no values: it needs at least one"
        case .repeatedAxis(let name):
            return "the axis \(name) is declared twice: list all its values in one Axis"
        case .sameAxisTwice(let name, let user):
            return "\(user): both its axes are \(name): name two"
        case .assignedAxis(let name, let value):
            return "\(name) is an axis and set to \(value) as well: leave one of them out"
        case .unknownSize(let size, let experiment, let choices):
            return "\(experiment) has no size '\(size)': its sizes are \(list(choices))"
        case .repeatedSize(let size, let experiment):
            return "\(experiment) declares the size \(size.rawValue) twice: once is right"
        case .problems(let count, let experiment):
            return "\(experiment) declares \(count) problems: it must have one Problem"
        case .unread(let name, let readers):
            return "\(name) is set, but no cell of this sweep reads it: it is read with "
                + readers.joined(separator: " or ")
        case .tooManyCells(let limit):
            return "the axes make more than \(limit) cells: give them fewer values"
        case .unplaced(let axis, let values):
            return "the cell's \(axis) is not given: add --at \(axis)=VALUE, one of \(list(values))"
        case .notOnAxis(let axis, let value, let values):
            return "\(axis) is '\(value)': in this sweep it is one of \(list(values))"
        case .notAnAxis(let name, let axes, let user):
            return "\(user): \(name) is no axis of this sweep: its axes are \(list(axes))"
        case .neverOnAxis(let axis, let value, let user):
            return "\(user): \(axis) is never \(value) in this sweep, at no size"
        }
    }
}
