import Sweeps
import Vocabulary

/// The panels and lines of a figure by the values of two axes.
struct PanelLayout {
    let results: SweepResults
    let stratum: SweepResults.Place
    let lineAxis: SettingName
    /// The axis of the panels; nil: there is one.
    let panelAxis: SettingName?

    /// The most panels of a figure, and the most lines of a panel.
    private static let limit = 100

    var lines: [Value] { results.values(of: lineAxis) }
    var panels: [Value?] { panelAxis.map { results.values(of: $0).map(Optional.some) } ?? [nil] }

    /// - Throws: when there are more panels or lines than can be told apart.
    func check() throws(NotDrawn) {
        let (panels, lines) = (panels.count, lines.count)
        guard (1...Self.limit).contains(panels), (1...Self.limit).contains(lines) else {
            throw NotDrawn(
                reason: "it would have \(panels) panels of \(lines) lines, "
                    + "and at most \(Self.limit) of each can be told apart")
        }
    }

    /// The place of a line in a panel.
    func place(_ panel: Value?, _ line: Value) -> SweepResults.Place {
        place(panel).merging([lineAxis: line]) { $1 }
    }

    func place(_ panel: Value?) -> SweepResults.Place {
        guard let panelAxis, let panel else { return stratum }
        return stratum.merging([panelAxis: panel]) { $1 }
    }

    /// What stands above a panel: its value, or the whole figure's place where it is the only one.
    func title(_ panel: Value?) -> String {
        guard let panelAxis, let panel else { return description(of: stratum) }
        return heading(panelAxis, panel)
    }

    /// Says where on the axes that a figure of several panels does not show it stands.
    var words: String {
        panelAxis == nil || stratum.isEmpty ? "" : "At " + description(of: stratum) + ". "
    }

    /// The key of the lines that have points.
    func key(of panels: [LineChart.Panel]) -> [LineChart.KeyEntry] {
        let drawn = Set(panels.flatMap { $0.lines.filter { !$0.points.isEmpty }.map(\.slot) })
        return lines.enumerated().filter { drawn.contains($0.offset) }.map { index, line in
            LineChart.KeyEntry(name: heading(lineAxis, line), style: LineStyle(index))
        }
    }
}

extension SweepResults {
    /// The unit of a quantity in some cells, in brackets behind its label.
    /// - Throws: where there are several, which have no mean.
    func labelled(_ quantity: Quantity, in cells: [Int]) throws(NotDrawn) -> String {
        let measured = cells.filter { !value(of: quantity, in: $0).isNaN }
        guard !measured.isEmpty else { throw NotDrawn(reason: "no cell has a value of it") }
        let units = units(of: quantity, in: measured)
        guard units.count == 1 else {
            throw NotDrawn(reason: "its values are in \(units.joined(separator: " and "))")
        }
        return quantity.label + quantity.when + Quantity.bracketed(units[0], ("[", "]"))
    }
}
