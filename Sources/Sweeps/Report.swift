import Vocabulary

/// The page: tables, curves, claims and prose, in the order in which they are printed.
public struct Report: ExperimentPart {
    let items: [ReportItem]

    public init(@ListBuilder<any ReportPart> _ parts: () -> [any ReportPart]) {
        items = parts().map(\.item)
    }

    public func add(to experiment: inout Experiment) { experiment.report += items }
}

/// One item of a report.
public enum ReportItem: Sendable {
    case note(String)
    case table(Table)
    case overview(Overview)
    case curve(Curve)
    case claim(Claim)
}

/// Something a report is declared of.
public protocol ReportPart: Sendable {
    /// The item it is on the page.
    var item: ReportItem { get }
}

extension Note: ReportPart {
    public var item: ReportItem { .note(text) }
}

/// Mean ± standard deviation over seeds, by two axes.
public struct Table: ReportPart {
    package let quantity: Quantity
    package let rows: SettingName
    package let columns: SettingName
    package let published: PublishedTable?

    public init<Row, Column>(
        _ quantity: Quantity, rows: Setting<Row>, columns: Setting<Column>,
        beside published: PublishedTable? = nil
    ) {
        self.quantity = quantity
        self.rows = rows.name
        self.columns = columns.name
        self.published = published
    }

    public var item: ReportItem { .table(self) }
}

/// Several quantities side by side, a line for every combination of two axes, and their ranges in
/// words.
public struct Overview: ReportPart {
    package let quantities: [Quantity]
    package let rows: [SettingName]
    /// The method whose cells are shown.
    package let method: Method

    public init<Outer, Inner>(
        _ quantities: [Quantity], of method: Method, rows outer: Setting<Outer>,
        _ inner: Setting<Inner>
    ) {
        self.quantities = quantities
        rows = [outer.name, inner.name]
        self.method = method
    }

    public var item: ReportItem { .overview(self) }
}

/// One figure a value of the `per` axis, one line a value of the `by` axis: mean over seeds.
public struct Curve: ReportPart {
    package let quantity: Quantity
    package let lines: SettingName
    package let figures: SettingName

    public init<Line, Figure>(
        _ quantity: Quantity, by lines: Setting<Line>, per figures: Setting<Figure>
    ) {
        self.quantity = quantity
        self.lines = lines.name
        self.figures = figures.name
    }

    public var item: ReportItem { .curve(self) }
}

/// A statement under test, with the comparisons that decide it.
public struct Claim: ReportPart {
    package let identifier: String
    package let statement: String
    package let comparisons: [Compare]

    public init(
        _ identifier: String, _ statement: String,
        @ListBuilder<Compare> _ comparisons: () -> [Compare]
    ) {
        self.identifier = identifier
        self.statement = statement
        self.comparisons = comparisons()
    }

    public var item: ReportItem { .claim(self) }
}
