import Sweeps
import Vocabulary

/// Means over seeds as colours with their numbers, by two axes.
struct HeatMapFigure: Figure {
    let map: HeatMap
    let stratum: SweepResults.Place
    let results: SweepResults

    /// The most rows or columns of a map, and the most maps.
    private static let limit = 40

    func script() throws(NotDrawn) -> Gnuplot.Script { try chart().script }

    /// What the figure shows.
    func chart() throws(NotDrawn) -> MapChart {
        let (rows, columns) = (results.values(of: map.rows), results.values(of: map.columns))
        let layout = PanelLayout(
            results: results, stratum: stratum, lineAxis: map.rows, panelAxis: map.figures)
        guard max(rows.count, columns.count, layout.panels.count) <= Self.limit else {
            throw NotDrawn(
                reason: "it would have \(layout.panels.count) maps of \(rows.count) rows and "
                    + "\(columns.count) columns, and at most \(Self.limit) of each can be read")
        }
        let label = try results.labelled(map.quantity, in: results.cells(at: stratum))
        var counts: Set<Int> = []
        var hasDiverged = false
        let panels = layout.panels.map { panel in
            let entries = rows.map { row in
                columns.map { column -> MapChart.Entry? in
                    let place = layout.place(panel, row).merging([map.columns: column]) { $1 }
                    let cells = results.cells(at: place)
                        .filter { !results.value(of: map.quantity, in: $0).isNaN }
                    let summary = Summary(cells.map { results.value(of: map.quantity, in: $0) })
                    guard !summary.mean.isNaN else { return nil }
                    counts.insert(summary.count)
                    let diverged = cells.contains { results.status(of: $0) == .diverged }
                    hasDiverged = hasDiverged || diverged
                    return MapChart.Entry(
                        value: summary.mean,
                        text: number(summary.mean) + (diverged ? "†" : ""))
                }
            }
            return MapChart.Panel(title: layout.title(panel), entries: entries)
        }
        return MapChart(
            label: label, panels: panels,
            rowLabel: map.rows.word.replacing("_", with: " "),
            columnLabel: map.columns.word.replacing("_", with: " "),
            rows: rows.map { name(of: $0, on: map.rows) },
            columns: columns.map { name(of: $0, on: map.columns) },
            caption: [
                layout.words + words(on: counts)
                    + (hasDiverged ? " †: with runs that diverged." : "")
            ])
    }

    private func number(_ mean: Double) -> String {
        let text = fixed(mean, map.quantity.digits)
        return mean.isFinite && text.count <= 8
            ? text : ChartText.number(mean, step: abs(mean) / 100)
    }

    private func words(on counts: Set<Int>) -> String {
        let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
        let seeds = least == most ? "\(most)" : "\(least) to \(most)"
        let better =
            switch map.quantity.better {
            case .higher: "; higher is better"
            case .lower: "; lower is better"
            case .neither: ""
            }
        return most == 1
            ? "Values of one seed\(better)."
            : "Numbers and colours: mean over \(seeds) seeds\(better)."
    }
}
