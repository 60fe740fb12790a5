import Vocabulary

/// One question as data: prose, a problem, a network, a sweep, sizes, and the page that reports it.
///
/// An experiment file reads top to bottom; its report is the same page with the results filled in.
public struct Experiment: Sendable {
    package let name: String
    /// The prose above the results, a paragraph each.
    package internal(set) var notes: [String] = []
    /// What differs from the defaults in every cell.
    package internal(set) var assignments: [Assignment] = []
    /// What besides in the cells with one value on an axis.
    package internal(set) var conditions: [Where] = []
    /// Without the seeds, which are always the last axis.
    package internal(set) var axes: [AxisSpecification] = []
    package internal(set) var seeds = 1
    package internal(set) var sizes: [SizeSpecification] = []
    package internal(set) var report: [ReportItem] = []
    /// How many problems are declared: one is right.
    var problems = 0

    public init(
        _ name: String, @ListBuilder<any ExperimentPart> _ parts: () -> [any ExperimentPart]
    ) {
        self.name = name
        for part in parts() { part.add(to: &self) }
    }
}

/// Something an experiment is declared of.
public protocol ExperimentPart: Sendable {
    /// Adds its declarations.
    func add(to experiment: inout Experiment)
}

/// Collects declarations into an array. Nothing generic passes through it but the element's type,
/// so a specification of any length type-checks at once.
@resultBuilder public enum ListBuilder<Element> {
    public static func buildExpression(_ element: Element) -> [Element] { [element] }
    /// Declarations that several specifications share.
    public static func buildExpression(_ list: [Element]) -> [Element] { list }
    public static func buildBlock(_ lists: [Element]...) -> [Element] { lists.flatMap { $0 } }
    public static func buildOptional(_ list: [Element]?) -> [Element] { list ?? [] }
    public static func buildEither(first list: [Element]) -> [Element] { list }
    public static func buildEither(second list: [Element]) -> [Element] { list }
    public static func buildArray(_ lists: [[Element]]) -> [Element] { lists.flatMap { $0 } }
}

/// A paragraph of prose, printed where it stands.
public struct Note: ExperimentPart {
    let text: String

    public init(_ text: String) { self.text = text }

    public func add(to experiment: inout Experiment) { experiment.notes.append(text) }
}

/// Any setting, in the experiment or in one of its sizes: `With(.clipNorm, 1)`.
public struct With: ExperimentPart, SizePart {
    let assignment: Assignment

    public init<Content>(_ setting: Setting<Content>, _ content: Content) {
        assignment = Assignment(setting, content)
    }

    public func add(to experiment: inout Experiment) { experiment.assignments.append(assignment) }

    public func add(to size: inout SizeSpecification) { size.assignments.append(assignment) }
}
