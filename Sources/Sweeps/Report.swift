import Vocabulary

/// The page of results: tables, curves, claims and prose, in the order in which they are printed.
public struct Report: ExperimentPart {
    let items: [ReportItem]

    /// The page of these parts, in their order.
    public init(@ListBuilder<any ReportPart> _ parts: () -> [any ReportPart]) {
        items = parts().map(\.item)
    }

    /// Adds the items to the experiment's report.
    public func add(to experiment: inout Experiment) { experiment.report += items }
}

/// One item of a report.
public enum ReportItem: Sendable {
    /// A paragraph of prose.
    case note(String)
    /// A table by two axes.
    case table(Table)
    /// Several quantities side by side.
    case overview(Overview)
    /// Prose with measured numbers.
    case sentence(Sentence)
    /// Figures of a curve.
    case curve(Curve)
    /// Figures of other kinds.
    case figure(FigureItem)
    /// A statement under test.
    case claim(Claim)
}

/// A part of a report's declaration.
public protocol ReportPart: Sendable {
    /// The part as an item of the page.
    var item: ReportItem { get }
}

extension Note: ReportPart {
    /// The note as an item of the page.
    public var item: ReportItem { .note(text) }
}

/// Mean ± standard deviation over seeds, by two axes.
public struct Table: ReportPart {
    package let quantity: Quantity
    package let rows: SettingName
    package let columns: SettingName
    package let published: PublishedTable?

    /// A table of `quantity`, with published figures beside or below it where given.
    public init<Row, Column>(
        _ quantity: Quantity, rows: Setting<Row>, columns: Setting<Column>,
        beside published: PublishedTable? = nil
    ) {
        self.quantity = quantity
        self.rows = rows.name
        self.columns = columns.name
        self.published = published
    }

    /// The table as an item of the page.
    public var item: ReportItem { .table(self) }
}

/// Several quantities side by side, a line for every combination of two axes, and their ranges in
/// words.
public struct Overview: ReportPart {
    package let quantities: [Quantity]
    package let rows: [SettingName]
    /// The method whose cells are shown.
    package let method: Method

    /// An overview of `quantities` in the cells of one method.
    public init<Outer, Inner>(
        _ quantities: [Quantity], of method: Method, rows outer: Setting<Outer>,
        _ inner: Setting<Inner>
    ) {
        self.quantities = quantities
        rows = [outer.name, inner.name]
        self.method = method
    }

    /// The overview as an item of the page.
    public var item: ReportItem { .overview(self) }
}

/// A panel for each value of the `per` axis, with a line for each of the `by` axis: mean over seeds with its
/// 95 % interval.
public struct Curve: ReportPart {
    /// What runs across.
    public enum Across: Sendable {
        /// The quantity's own coordinate: updates, evaluations, lags.
        case position
        /// The training time in seconds.
        case trainingTime
    }

    package let quantity: Quantity
    /// A quantity of the same unit and coordinate in the same panels.
    package let other: Quantity?
    package let lines: SettingName
    /// The axis of the panels; nil: one panel.
    package let figures: SettingName?
    package let across: Across
    package let scale: FigureScale

    /// Panels of `quantity` over its coordinate, or over time.
    /// - Parameters:
    ///   - other: a quantity of the same unit and coordinate, drawn dashed in the same panels.
    ///   - scale: that of the quantity.
    public init<Line, Figure>(
        _ quantity: Quantity, beside other: Quantity? = nil, by lines: Setting<Line>,
        per figures: Setting<Figure>, over across: Across = .position,
        scale: FigureScale = .automatic
    ) {
        (self.quantity, self.other) = (quantity, other)
        (self.lines, self.figures) = (lines.name, figures.name)
        (self.across, self.scale) = (across, scale)
    }

    /// One panel of `quantity`.
    public init<Line>(
        _ quantity: Quantity, beside other: Quantity? = nil, by lines: Setting<Line>,
        over across: Across = .position, scale: FigureScale = .automatic
    ) {
        (self.quantity, self.other) = (quantity, other)
        (self.lines, figures) = (lines.name, nil)
        (self.across, self.scale) = (across, scale)
    }

    package var quantities: [Quantity] { [quantity] + (other.map { [$0] } ?? []) }
    package var shown: [SettingName] { [lines] + (figures.map { [$0] } ?? []) }

    /// The curve as an item of the page.
    public var item: ReportItem { .curve(self) }
}

/// A statement under test, with the comparisons that decide it.
public struct Claim: ReportPart {
    package let identifier: String
    package let statement: String
    package let comparisons: [Compare]
    /// The question that it is part of the answer to; empty where there is none.
    package private(set) var question = ""

    /// A claim by its identifier, its statement and its comparisons.
    public init(
        _ identifier: String, _ statement: String,
        @ListBuilder<Compare> _ comparisons: () -> [Compare]
    ) {
        self.identifier = identifier
        self.statement = statement
        self.comparisons = comparisons()
    }

    /// The claim as part of the answer to a question that claims of several experiments answer together.
    /// The page of all results begins with such questions, in alphabetical order.
    public func answering(_ question: String) -> Claim {
        var claim = self
        claim.question = question
        return claim
    }

    /// The claim as an item of the page.
    public var item: ReportItem { .claim(self) }
}
