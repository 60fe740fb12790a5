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

/// A measured quantity: the name of a variable of the result files and how to speak of it.
public struct Measure: Hashable, Sendable {
    /// A variable of the collected file. A curve stands in a table by its last value.
    public let variable: String
    public let label: String
    public let units: String
    /// Digits after the point in tables.
    public let digits: Int

    /// The longest sequence the copy task's curriculum has mastered.
    public static let solvedLength = Measure(
        variable: "solved_length", label: "longest solved length N", units: "symbols", digits: 1)
    /// The repeats R of the longest Repeat Copy sequences mastered.
    public static let solvedRepeats = Measure(
        variable: "solved_repeats", label: "solved repeats R", units: "1", digits: 1)
    /// Time steps of the longest sequences mastered.
    public static let solvedSteps = Measure(
        variable: "solved_steps", label: "total steps of the longest solved sequences",
        units: "time steps", digits: 1)
    /// ‖G − G_T‖/‖G‖ of the parameter gradients G of full and G_T of truncated BPTT.
    public static let shareBeyondWindow = Measure(
        variable: "gradient_share_beyond", label: "share of the gradient beyond the window",
        units: "1", digits: 2)
    /// Mean of the last training windows' loss.
    public static let trainingBits = Measure(
        variable: "train_loss", label: "training loss", units: "bits per scored output", digits: 3)
    /// On the validation text, as training goes on.
    public static let bitsPerCharacter = Measure(
        variable: "bits_per_character", label: "validation bits per character", units: "bits",
        digits: 3)
    /// On the test text, at the evaluation with the lowest validation error.
    public static let testBitsPerCharacter = Measure(
        variable: "test_bits_per_character", label: "test bits per character", units: "bits",
        digits: 3)
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

/// One setting's two values compared, paired by seed, at each value of another axis.
public struct Compare: Sendable {
    /// The direction that speaks for the claim.
    public enum Expectation: String, Sendable { case greater, less }

    public let measure: Measure
    public let setting: String
    public let subject: Value
    public let reference: Value
    /// The axis along which the comparison is repeated and, unless nil, the values that count.
    public let along: String
    public let values: [Value]?
    public let expectation: Expectation

    /// Compares two methods at every truncation, or at those listed.
    public init(
        _ measure: Measure, of subject: Method, with reference: Method,
        atTruncations truncations: [Int]? = nil, expecting expectation: Expectation
    ) {
        self.measure = measure
        setting = Setting.method.name
        self.subject = subject.value
        self.reference = reference.value
        along = Setting.truncation.name
        values = truncations.map { $0.map(\.value) }
        self.expectation = expectation
    }
}
