import Vocabulary

/// A fault of a specification or of a user's request.
package enum SweepError: Error, Hashable, Sendable {
    /// A `--set` that is not `name=value[,value…]`.
    case malformedOverride(String)
    /// What looks like a range of whole numbers and is none.
    case malformedRange(SettingName, String, domain: Domain)
    case repeatedOverride(SettingName)
    case repeatedValue(setting: SettingName, value: String)
    case emptyAxis(SettingName)
    case repeatedAxis(SettingName)
    /// A table, curve or overview over one axis twice.
    case sameAxisTwice(SettingName, user: String)
    /// A setting given one value where it is an axis.
    case assignedAxis(SettingName, value: Value)
    case unknownSize(String, experiment: String, choices: [String])
    case repeatedSize(SizeName, experiment: String)
    /// A name of an experiment that is none of a file.
    case experimentName(String)
    /// No seeds, or more than a sweep can have cells.
    case seeds(Int, experiment: String, limit: Int)
    /// Seeds that begin with what is none.
    case firstSeed(Int, experiment: String, limit: Int)
    /// An experiment with no problem, or several.
    case problems(Int, experiment: String)
    /// A setting that no cell of the sweep reads, and the choices that would read it.
    case unread(SettingName, readers: [String])
    /// More cells than a sweep can have.
    case tooManyCells(limit: Int)
    /// A cell asked for without its value on an axis.
    case unplaced(axis: SettingName, values: [Value])
    /// A cell asked for at two places of an axis.
    case placedTwice(axis: SettingName)
    case notOnAxis(axis: SettingName, value: Value, values: [Value])
    /// Something, which `user` names, over a setting that is no axis.
    case notAnAxis(SettingName, axes: [SettingName], user: String)
    /// Something, which `user` names, that says twice what is wanted of an axis.
    case axisTwice(SettingName, user: String)
    /// A claim, an overview or a condition over a value that the experiment never has on that axis.
    case neverOnAxis(axis: SettingName, value: Value, user: String)
    /// A comparison of two values of an axis, at every value of that axis.
    case comparedAlongItself(SettingName, user: String)
    case comparedWithItself(axis: SettingName, value: Value, user: String)
    /// A comparison that expects sides to be equal within a margin that is none.
    case margin(Double, user: String)
    /// A quantity whose least distance of two values is none.
    case resolution(Double, quantity: String, user: String)
    /// A comparison with a constant that is no number.
    case threshold(Double, user: String)
    /// A figure over no layers.
    case emptyFigure(String)
    /// Published figures by an axis that their table does not show, or by none of its values.
    case publishedElsewhere(axis: SettingName, shown: [SettingName], user: String)
    case publishedNowhere(axis: SettingName, values: [Value], user: String)
    /// Published figures with two of one column at one value.
    case publishedTwice(axis: SettingName, value: Value, column: String, user: String)
    /// Published figures for a setting with a value that it cannot have.
    case publishedFor(SettingError, user: String)
    /// More than one tuning of a sweep.
    case repeatedTuning(Int, experiment: String)
    /// A tuning with nothing in one of its parts, which the text says.
    case nothingTuned(String)
    case tuningSeedCount(Int)
    /// A seed of the sweep that is one of trials.
    case tuningSeed(Value, trials: [Value])
    /// An axis of the sweep in a grid of trials.
    case tunedAxis(SettingName)
    /// An axis with other values in trials though choices go by it.
    case restrictedTuningAxis(SettingName)
    /// Grids of a tuning with different numbers of trials.
    case unequalTrials(Int, Int)
    /// A place whose cells read no grid of trials whole.
    case noGrid([Assignment], tuned: [SettingName])
    /// A place among trials whose values are not in the grid there.
    case noTrial([Assignment])
    /// A place whose settings are not chosen yet.
    case unchosen([Assignment])
    /// A quantity that is to be at its best, and has no better side.
    case noBetterSide(String, user: String)
    /// A quantity of other tasks than the sweep has.
    case neverMeasured(String, tasks: [TaskKind], measuring: [TaskKind], user: String)
}

extension SweepError: CustomStringConvertible {
    package var description: String {
        func list(_ values: [some CustomStringConvertible]) -> String {
            values.map(\.description).joined(separator: ", ")
        }
        // An axis may have a million values.
        func few(_ values: [Value]) -> String {
            let shown = values.prefix(20).map { oneLine($0.description) }
            return list(shown) + (values.count > 20 ? ", … (\(values.count) in all)" : "")
        }
        switch self {
        case .malformedOverride(let text):
            return "'\(oneLine(text))' is not an override: write setting=value or "
                + "setting=value,value"
        case .malformedRange(let name, let text, let domain):
            return "\(name) is '\(oneLine(text))': it must be \(domain), or a range of them, the "
                + "smaller first, such as 2-9"
        case .repeatedOverride(let name):
            return "\(name) is set twice: give all its values in one --set \(name)=value,value"
        case .repeatedValue(let setting, let value):
            return "\(setting) lists '\(oneLine(value))' twice: each value once"
        case .emptyAxis(let name):
            return "the axis \(name) has no values: it needs at least one"
        case .repeatedAxis(let name):
            return "the axis \(name) is declared twice: list all its values in one Axis"
        case .sameAxisTwice(let name, let user):
            return "\(user): both its axes are \(name): name two"
        case .assignedAxis(.seed, let value):
            return "seed is always an axis and cannot be set to \(value): "
                + "write Seeds(N), or --set seed=\(value) for one run"
        case .assignedAxis(let name, let value):
            return "\(name) is an axis and set to \(value) as well: leave one of them out"
        case .unknownSize(let size, let experiment, let choices):
            return "\(experiment) has no size '\(oneLine(size))': its sizes are \(list(choices))"
        case .repeatedSize(let size, let experiment):
            return "\(experiment) declares the size \(size.rawValue) twice: once is right"
        case .experimentName(let name):
            return "an experiment is called '\(oneLine(name))': its name must be up to 64 letters "
                + "(a to z), digits, '-' and '_', a letter or digit first"
        case .seeds(let count, let experiment, let limit):
            return "\(experiment) has \(count) seeds: it must have from 1 to \(limit)"
        case .firstSeed(let first, let experiment, let limit):
            return "\(experiment) has seeds from \(first): the first must be from 0 to \(limit)"
        case .problems(let count, let experiment):
            return "\(experiment) declares \(count) problems: it must have one Problem"
        case .unread(let name, let readers):
            return "\(name) is set, but no cell of this sweep reads it: it is read with "
                + readers.joined(separator: " or ")
        case .tooManyCells(let limit):
            return "the axes make more than \(limit) cells: give them fewer values"
        case .unplaced(let axis, let values):
            return "the cell's \(axis) is not given: add --at \(axis)=VALUE, one of "
                + few(values)
        case .placedTwice(let axis):
            return "the cell's \(axis) is given twice: a cell has one --at \(axis)=VALUE"
        case .notOnAxis(let axis, let value, let values):
            return "\(axis) is '\(oneLine(value.description))': in this sweep it is one of "
                + few(values)
        case .notAnAxis(let name, let axes, let user):
            return "\(user): \(name) is no axis of this sweep: its axes are \(list(axes))"
        case .axisTwice(let name, let user):
            return "\(user): \(name) is given twice: give all its values once, with commas between"
        case .neverOnAxis(let axis, let value, let user):
            return "\(user): \(axis) is never \(value) in this sweep, at no size"
        case .comparedAlongItself(let axis, let user):
            return "\(user): it compares values of \(axis) along \(axis): "
                + "name another axis, or none"
        case .comparedWithItself(let axis, let value, let user):
            return "\(user): \(axis) \(value) is compared with itself: name two values"
        case .margin(let margin, let user):
            return "\(user): it expects a difference within \(margin): a margin must be a number "
                + "greater than 0, in the quantity's unit"
        case .resolution(let step, let name, let user):
            return
                "\(user): the resolution of \(name) is \(step): it must be a number greater than 0, "
                + "or continuous"
        case .threshold(let constant, let user):
            return "\(user): it compares with \(constant): a constant must be a number"
        case .emptyFigure(let user):
            return "\(user): it lists no layers: it needs at least one"
        case .publishedElsewhere(let axis, let shown, let user):
            return "\(user): its published figures go by \(axis), which it does not show: "
                + "its axes are \(list(shown))"
        case .publishedNowhere(let axis, let values, let user):
            return "\(user): its published figures go by \(axis) \(list(values)), "
                + "which this sweep has at no size"
        case .publishedTwice(let axis, let value, let column, let user):
            return "\(user): its published column '\(column)' has two figures at \(axis) "
                + "\(value): one is right"
        case .publishedFor(let error, let user):
            return "\(user): its published figures are for a wrong setting: \(error)"
        case .repeatedTuning(let count, let experiment):
            return "\(experiment) declares \(count) tunings at one size: it may have one Tune"
        case .nothingTuned(let fault):
            return "Tune: \(fault): name at least one"
        case .tuningSeedCount(let count):
            return "Tune: it has \(count) seeds: it must have from 1 to 1000"
        case .tuningSeed(let seed, let trials):
            return
                "seed \(seed) is one of the seeds of trials, \(few(trials)), by which settings are "
                + "chosen: a sweep must have others"
        case .tunedAxis(let name):
            return "Tune: \(name) is an axis of the sweep, whose values cannot be chosen among: "
                + "leave it out of Otherwise"
        case .restrictedTuningAxis(let name):
            return
                "Tune: \(name) has values of its own in trials, though choices go by it or it is "
                + "given twice: name an axis that is not in per, once"
        case .unequalTrials(let first, let second):
            return
                "Tune: its grids have \(first) and \(second) trials: all methods must have as many"
        case .noGrid(let place, let tuned):
            return
                "Tune: at \(list(place)) not all of \(list(tuned)) are read: add an Otherwise of "
                + "those that are"
        case .noTrial(let place):
            return "\(list(place)) is no trial: its values are not in the grid of that place"
        case .unchosen(let place):
            return "\(list(place)) waits for its settings: its trials have not all been run"
        case .noBetterSide(let name, let user):
            return "\(user): \(name) has no better side: name a quantity that has"
        case .neverMeasured(let name, let tasks, let measuring, let user):
            return "\(user): no cell measures \(name): the task is "
                + tasks.map(\.rawValue).joined(separator: " or ") + ", and it is measured with "
                + measuring.map(\.rawValue).joined(separator: ", ")
        }
    }
}
