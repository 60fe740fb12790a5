/// How a line of a figure is told from others: by colour, by dashes and by marks, each of them enough in a
/// figure of few lines, so that it is read in grey too.
struct LineStyle: Equatable {
    let color: String
    let dash: Int
    let mark: Int

    /// Colours that are told apart also by those who see few (Okabe and Ito 2008).
    private static let colors = [
        "#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9",
    ]
    private static let dashes = [1, 2, 4, 3, 5]
    private static let marks = [7, 5, 9, 11, 13, 6, 4, 8, 10, 12]

    /// The style of line number `index`; no two of the first 70 are the same.
    init(_ index: Int) {
        color = Self.colors[index % Self.colors.count]
        dash = Self.dashes[index % Self.dashes.count]
        mark = Self.marks[index % Self.marks.count]
    }

    /// The style of published figures number `index`: grey, dotted, hollow marks.
    init(published index: Int) {
        color = ["#777777", "#999999", "#555555"][index % 3]
        dash = 3
        mark = [6, 4, 8, 10, 12][index % 5]
    }

    private init(color: String, dash: Int, mark: Int) {
        (self.color, self.dash, self.mark) = (color, dash, mark)
    }

    /// The style of a second line of the same thing: its colour, dashed, hollow marks
    /// for full ones and the other way round.
    var dashed: LineStyle {
        LineStyle(color: color, dash: 2, mark: mark.isMultiple(of: 2) ? mark + 1 : mark - 1)
    }

    /// The style of the first of two such lines.
    var solid: LineStyle { LineStyle(color: color, dash: 1, mark: mark) }

    /// What stands in the key for all solid lines.
    static let anySolid = LineStyle(color: "#666666", dash: 1, mark: 0)
    /// What stands in the key for all dashed lines.
    static let anyDashed = LineStyle(color: "#666666", dash: 2, mark: 0)

    /// Its colour half transparent, for intervals.
    var faint: String { "#80" + color.dropFirst() }

    var line: String { "lw 2 dt \(dash) lc rgb '\(color)'" }
    var point: String { "pt \(mark) ps 0.7" }
}
