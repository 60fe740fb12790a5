import Sweeps
import Vocabulary

/// Quantities of layer after layer, beside what they could be at best.
struct ProfileFigure: Figure {
    let profile: Profile
    let stratum: SweepResults.Place
    let results: SweepResults

    func script() throws(NotDrawn) -> Gnuplot.Script { try chart().script }

    /// What the figure shows.
    func chart() throws(NotDrawn) -> LineChart {
        let layout = PanelLayout(
            results: results, stratum: stratum, lineAxis: profile.lines,
            panelAxis: profile.figures)
        try layout.check()
        var counts: Set<Int> = []
        var hasCeiling = false
        let panels = layout.panels.map { panel in
            let lines = layout.lines.enumerated().flatMap { index, line in
                let cells = results.cells(at: layout.place(panel, line))
                let found = points(profile.quantities, in: cells)
                let ceiling = points(profile.ceilings, in: cells)
                hasCeiling = hasCeiling || !ceiling.isEmpty
                counts.formUnion((found + ceiling).map(\.count))
                let style = LineStyle(index)
                return [(found, style.solid), (ceiling, style.dashed)].map { points, style in
                    LineChart.Line(style: style, slot: index, points: points.map(\.point))
                }
            }
            return LineChart.Panel(title: layout.title(panel), lines: lines)
        }
        guard panels.contains(where: { $0.lines.contains { !$0.points.isEmpty } }) else {
            throw NotDrawn(reason: "no cell has one of its quantities")
        }
        let names = layout.key(of: panels)
        let lines: [LineChart.KeyEntry] = names.map { .init(name: $0.name, style: $0.style.solid) }
        let kinds: [LineChart.KeyEntry] =
            hasCeiling
            ? [
                .init(name: "measured", style: .anySolid),
                .init(name: profile.ceilingLabel, style: .anyDashed),
            ]
            : []
        let layers = profile.layers.map { (label: "\($0)", position: Double($0)) }
        let (low, high) = (layers.first?.position ?? 0, layers.last?.position ?? 0)
        let room = max(0.3, 0.06 * (high - low))
        let when = profile.quantities.first?.when ?? ""
        return LineChart(
            panels: panels, key: lines + kinds, horizontalLabel: "layer",
            verticalLabel: profile.label + when,
            horizontal: ChartScale(low: low - room, high: high + room)
                .marking(layers, distance: 0.05),
            isLogarithmic: false, interval: .bars, isDodged: true,
            caption: [layout.words + LineChart.words(on: counts, .bars)])
    }

    /// Means over the cells, a point a layer.
    private func points(
        _ quantities: [Quantity], in cells: [Int]
    ) -> [(point: LineChart.Point, count: Int)] {
        zip(profile.layers, quantities).compactMap { layer, quantity in
            let summary = Summary(cells.map { results.value(of: quantity, in: $0) })
            return summary.mean.isNaN ? nil : (summary.point(at: Double(layer)), summary.count)
        }
    }
}
