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
    var item: ReportItem { get }
}

extension Note: ReportPart {
    public var item: ReportItem { .note(text) }
}

/// Mean ± standard deviation over seeds, by two axes.
public struct Table: ReportPart {
    public let measure: Measure
    public let rows: String
    public let columns: String
    public let published: PublishedTable?

    public init<Row, Column>(
        _ measure: Measure, rows: Setting<Row>, columns: Setting<Column>,
        beside published: PublishedTable? = nil
    ) {
        self.measure = measure
        self.rows = rows.name
        self.columns = columns.name
        self.published = published
    }

    public var item: ReportItem { .table(self) }
}

/// Several measures side by side, a line for every combination of two axes, and their ranges in words.
public struct Overview: ReportPart {
    public let measures: [Measure]
    public let rows: [String]
    /// The method whose cells are shown.
    public let method: Value

    public init<Outer, Inner>(
        _ measures: [Measure], of method: Method, rows outer: Setting<Outer>,
        _ inner: Setting<Inner>
    ) {
        self.measures = measures
        rows = [outer.name, inner.name]
        self.method = method.value
    }

    public var item: ReportItem { .overview(self) }
}

/// One figure a value of the `per` axis, one line a value of the `by` axis: mean over seeds.
public struct Curve: ReportPart {
    public let measure: Measure
    public let lines: String
    public let figures: String

    public init<Line, Figure>(
        _ measure: Measure, by lines: Setting<Line>, per figures: Setting<Figure>
    ) {
        self.measure = measure
        self.lines = lines.name
        self.figures = figures.name
    }

    public var item: ReportItem { .curve(self) }
}

/// A statement under test, with the comparisons that decide it.
public struct Claim: ReportPart {
    public let identifier: String
    public let statement: String
    public let comparisons: [Compare]

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

/// One setting's value compared with another of its values, paired by seed, or with a constant, at
/// each value of another axis.
public struct Compare: Sendable {
    /// The direction that speaks for the claim.
    public enum Expectation: String, Sendable { case greater, less }

    public enum Reference: Hashable, Sendable {
        case value(Value)
        case constant(Double)
    }

    public let measure: Measure
    public let setting: String
    public let subject: Value
    public let reference: Reference
    /// The axis along which the comparison is repeated.
    public let along: String
    public let expectation: Expectation

    /// Compares two methods at every truncation.
    public init(
        _ measure: Measure, of subject: Method, with reference: Method,
        expecting expectation: Expectation
    ) {
        self.init(measure, of: .method, subject, with: reference, expecting: expectation)
    }

    /// Compares a method with a constant at every truncation.
    public init(
        _ measure: Measure, of subject: Method, with constant: Double,
        expecting expectation: Expectation
    ) {
        self.init(measure, of: .method, subject, with: constant, expecting: expectation)
    }

    /// Compares two values of any setting at every value of another, once where that is no axis.
    public init<Content, Along>(
        _ measure: Measure, of setting: Setting<Content>, _ subject: Content,
        with reference: Content, along axis: Setting<Along> = Setting<Int>.truncation,
        expecting expectation: Expectation
    ) {
        self.init(measure, setting, subject, .value(reference.value), axis.name, expectation)
    }

    /// Compares a value of any setting with a constant at every value of another, once where that is
    /// no axis.
    public init<Content, Along>(
        _ measure: Measure, of setting: Setting<Content>, _ subject: Content,
        with constant: Double, along axis: Setting<Along> = Setting<Int>.truncation,
        expecting expectation: Expectation
    ) {
        self.init(measure, setting, subject, .constant(constant), axis.name, expectation)
    }

    private init<Content>(
        _ measure: Measure, _ setting: Setting<Content>, _ subject: Content,
        _ reference: Reference, _ along: String, _ expectation: Expectation
    ) {
        self.measure = measure
        self.setting = setting.name
        self.subject = subject.value
        self.reference = reference
        self.along = along
        self.expectation = expectation
    }
}
