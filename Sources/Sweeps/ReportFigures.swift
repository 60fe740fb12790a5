import Vocabulary

// The figures of a report besides curves.

/// How an axis of a figure counts.
public enum FigureScale: Sendable {
    /// Logarithmic where positions double from one to the next, or where the values of an axis span a
    /// factor of 8 or more; else linear.
    case automatic
    /// Equal distances are equal ratios: values at 0 and below cannot be shown.
    case logarithmic
}

/// Final values against the values of an axis or against the time that they took: mean over seeds with its
/// 95 % interval, a line for each of the `by` axis, a panel for each of the `per` axis.
public struct Final: ReportPart {
    package let quantity: Quantity
    /// The axis whose values a line runs through.
    package let along: SettingName
    package let lines: SettingName
    package let figures: SettingName?
    /// Whether the training time runs across, and not the values of `along`.
    package let isOverTime: Bool
    package let published: PublishedTable?

    /// Final values against an axis, with published figures as points of their own where given and where
    /// they fit.
    public init<Across, Line>(
        _ quantity: Quantity, against axis: Setting<Across>, by lines: Setting<Line>,
        beside published: PublishedTable? = nil
    ) {
        self.quantity = quantity
        (along, self.lines, figures, isOverTime) = (axis.name, lines.name, nil, false)
        self.published = published
    }

    /// Final values against an axis, a panel for each value of another.
    public init<Across, Line, Figure>(
        _ quantity: Quantity, against axis: Setting<Across>, by lines: Setting<Line>,
        per figures: Setting<Figure>, beside published: PublishedTable? = nil
    ) {
        self.quantity = quantity
        (along, self.lines, self.figures) = (axis.name, lines.name, figures.name)
        (isOverTime, self.published) = (false, published)
    }

    /// Final values against the time that the training took, with a point for each value of an axis.
    public init<Along, Line>(
        _ quantity: Quantity, againstTimeAlong axis: Setting<Along>, by lines: Setting<Line>
    ) {
        self.quantity = quantity
        (along, self.lines, figures, isOverTime) = (axis.name, lines.name, nil, true)
        published = nil
    }

    /// The figure as an item of the page.
    public var item: ReportItem { .figure(.final(self)) }
}

/// Means over seeds as colours with their numbers, by two axes; a panel for each value of a third.
public struct HeatMap: ReportPart {
    package let quantity: Quantity
    package let rows: SettingName
    package let columns: SettingName
    package let figures: SettingName?

    /// A map of `quantity`.
    public init<Row, Column>(
        _ quantity: Quantity, rows: Setting<Row>, columns: Setting<Column>
    ) {
        self.quantity = quantity
        (self.rows, self.columns, figures) = (rows.name, columns.name, nil)
    }

    /// A map of `quantity` for each value of an axis.
    public init<Row, Column, Figure>(
        _ quantity: Quantity, rows: Setting<Row>, columns: Setting<Column>,
        per figures: Setting<Figure>
    ) {
        self.quantity = quantity
        (self.rows, self.columns, self.figures) = (rows.name, columns.name, figures.name)
    }

    /// The figure as an item of the page.
    public var item: ReportItem { .figure(.heatMap(self)) }
}

/// Quantities of layer after layer: mean over seeds with its 95 % interval, a line for each value of the
/// `by` axis, a panel for each of the `per` axis.
public struct Profile: ReportPart {
    /// The name of what every layer has one of.
    package let label: String
    package let lines: SettingName
    package let figures: SettingName
    package let layers: [Int]
    package let quantities: [Quantity]
    /// What the quantities are held against, drawn dashed; empty: nothing is.
    package let ceilings: [Quantity]
    package let ceilingLabel: String

    /// A profile over `layers` of what `quantity` gives of each.
    /// - Parameters:
    ///   - ceiling: what the quantity of a layer is held against, as what it could be at best.
    ///   - ceilingLabel: the name of that.
    public init<Line, Figure>(
        _ label: String, over layers: [Int], by lines: Setting<Line>, per figures: Setting<Figure>,
        ceiling: ((Int) -> Quantity)? = nil, ceilingLabel: String = "at best",
        _ quantity: (Int) -> Quantity
    ) {
        (self.label, self.ceilingLabel) = (label, ceilingLabel)
        let layers = Set(layers).sorted()
        self.layers = layers
        (self.lines, self.figures) = (lines.name, figures.name)
        quantities = layers.map(quantity)
        ceilings = ceiling.map { layers.map($0) } ?? []
    }

    /// The figure as an item of the page.
    public var item: ReportItem { .figure(.profile(self)) }
}

/// A figure as a report declares it.
public enum FigureItem: Sendable {
    /// Final values against an axis or time.
    case final(Final)
    /// Colours by two axes.
    case heatMap(HeatMap)
    /// Quantities of layer after layer.
    case profile(Profile)

    /// What errors call it.
    package var user: String {
        switch self {
        case .final(let final): "figure of \(final.quantity.name)"
        case .heatMap(let map): "heat map of \(map.quantity.name)"
        case .profile(let profile): "profile of \(profile.label)"
        }
    }

    /// The quantities that it shows.
    package var quantities: [Quantity] {
        switch self {
        case .final(let final): [final.quantity]
        case .heatMap(let map): [map.quantity]
        case .profile(let profile): profile.quantities + profile.ceilings
        }
    }

    /// The axes that it shows: those of one panel, then that of the panels.
    package var shown: [SettingName] {
        switch self {
        case .final(let final): [final.along, final.lines] + (final.figures.map { [$0] } ?? [])
        case .heatMap(let map): [map.rows, map.columns] + (map.figures.map { [$0] } ?? [])
        case .profile(let profile): [profile.lines, profile.figures]
        }
    }

    /// The published figures beside it.
    package var published: PublishedTable? {
        switch self {
        case .final(let final): final.published
        case .heatMap, .profile: nil
        }
    }
}

extension FigureItem {
    /// What it shows, in words.
    package var words: String {
        switch self {
        case .final(let final):
            final.quantity.label + final.quantity.when
                + (final.isOverTime
                    ? " against training time, a point a value of \(final.along)"
                    : " against \(final.along)")
                + FigureWords.places(lines: final.lines, panels: final.figures)
        case .heatMap(let map):
            map.quantity.label + map.quantity.when
                + " as colours with their numbers, by \(map.rows) and \(map.columns)"
                + FigureWords.places(lines: nil, panels: map.figures)
        case .profile(let profile):
            profile.label + " by layer"
                + FigureWords.places(lines: profile.lines, panels: profile.figures)
        }
    }
}

extension Curve {
    /// What it shows, in words.
    package var words: String {
        let across =
            switch self.across {
            case .position: ""
            case .trainingTime: " over training time"
            }
        return quantities.map(\.label).joined(separator: " and ") + across
            + FigureWords.places(lines: lines, panels: figures)
    }
}

private enum FigureWords {
    static func places(lines: SettingName?, panels: SettingName?) -> String {
        (lines.map { ", a line a value of \($0)" } ?? "")
            + (panels.map { ", a panel a value of \($0)" } ?? "")
    }
}
