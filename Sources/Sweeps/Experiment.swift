import Vocabulary

/// One question as data: prose, a problem, a network, a sweep, sizes, and the page that reports it.
///
/// An experiment file reads top to bottom; its report is the same page with the results filled in.
public struct Experiment: Sendable {
    package let name: String
    /// The prose above the results, a paragraph each.
    package internal(set) var notes: [String] = []
    /// The settings that differ from the defaults in every cell.
    package internal(set) var assignments: [Assignment] = []
    /// The settings of the cells with one value on an axis.
    package internal(set) var conditions: [Where] = []
    /// The axes without the seeds, which are always the last one.
    package internal(set) var axes: [AxisSpecification] = []
    package internal(set) var seeds = 1
    package internal(set) var firstSeed = 0
    package internal(set) var sizes: [SizeSpecification] = []
    package internal(set) var report: [ReportItem] = []
    /// What is tuned before the sweep, at the sizes that do not say otherwise; one at most.
    package internal(set) var tunings: [Tune] = []
    /// Whether cells run one at a time, since they measure time.
    package internal(set) var isAlone = false
    /// The number of declared problems, which must be one.
    var problems = 0

    /// Declares an experiment by its name and its parts.
    public init(
        _ name: String, @ListBuilder<any ExperimentPart> _ parts: () -> [any ExperimentPart]
    ) {
        self.name = name
        for part in parts() { part.add(to: &self) }
    }
}

/// A part of an experiment's declaration.
public protocol ExperimentPart: Sendable {
    /// Adds the part's declarations.
    func add(to experiment: inout Experiment)
}

/// Collects declarations into an array. Nothing generic passes through it but the element's type,
/// so a specification of any length type-checks at once.
@resultBuilder public enum ListBuilder<Element> {
    /// Takes one declaration.
    public static func buildExpression(_ element: Element) -> [Element] { [element] }
    /// Takes declarations that several specifications share.
    public static func buildExpression(_ list: [Element]) -> [Element] { list }
    /// Joins the declarations of a block.
    public static func buildBlock(_ lists: [Element]...) -> [Element] { lists.flatMap { $0 } }
    /// Takes the declarations of an `if` without `else`.
    public static func buildOptional(_ list: [Element]?) -> [Element] { list ?? [] }
    /// Takes the declarations of a first branch.
    public static func buildEither(first list: [Element]) -> [Element] { list }
    /// Takes the declarations of a second branch.
    public static func buildEither(second list: [Element]) -> [Element] { list }
    /// Joins the declarations of a loop.
    public static func buildArray(_ lists: [[Element]]) -> [Element] { lists.flatMap { $0 } }
}

/// A paragraph of prose, printed where it stands.
public struct Note: ExperimentPart {
    let text: String

    /// A paragraph of the experiment or of its report.
    public init(_ text: String) { self.text = text }

    /// Adds the paragraph to the experiment's prose.
    public func add(to experiment: inout Experiment) { experiment.notes.append(text) }
}

/// Lets cells run one at a time, however many jobs are wanted: they measure time, which cells side by
/// side would take from each other.
public struct Alone: ExperimentPart {
    /// The demand, which has no choices.
    public init() {}

    /// Makes it the experiment's.
    public func add(to experiment: inout Experiment) { experiment.isAlone = true }
}

/// Any setting, in the experiment or in one of its sizes: `With(.clipNorm, 1)`.
public struct With: ExperimentPart, SizePart {
    let assignment: Assignment

    /// A setting with a value.
    public init<Content>(_ setting: Setting<Content>, _ content: Content) {
        assignment = Assignment(setting, content)
    }

    /// Gives the setting its value in every cell.
    public func add(to experiment: inout Experiment) { experiment.assignments.append(assignment) }

    /// Gives the setting its value at this size.
    public func add(to size: inout SizeSpecification) { size.assignments.append(assignment) }
}
