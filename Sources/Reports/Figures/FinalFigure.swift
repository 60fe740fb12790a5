import Sweeps
import Vocabulary

/// Final values against an axis or against the time that they took.
struct FinalFigure: Figure {
    let final: Final
    let stratum: SweepResults.Place
    let results: SweepResults

    func script() throws(NotDrawn) -> Gnuplot.Script { try chart().script }

    /// What the figure shows.
    func chart() throws(NotDrawn) -> LineChart {
        let layout = PanelLayout(
            results: results, stratum: stratum, lineAxis: final.lines, panelAxis: final.figures)
        try layout.check()
        let label = try results.labelled(final.quantity, in: results.cells(at: stratum))
        let across = AxisPositions(results.values(of: final.along))
        var counts: Set<Int> = []
        var published: [LineChart.KeyEntry] = []
        let panels = layout.panels.map { panel in
            var lines = layout.lines.enumerated().map { index, line in
                let found = points(at: layout.place(panel, line), across)
                counts.formUnion(found.map(\.count))
                return LineChart.Line(
                    style: LineStyle(index), slot: index, points: found.map(\.point))
            }
            let paper = publishedLines(layout.place(panel), across, slot: lines.count)
            lines += paper.lines
            if published.isEmpty { published = paper.key }
            return LineChart.Panel(title: layout.title(panel), lines: lines)
        }
        guard panels.contains(where: { $0.lines.contains { !$0.points.isEmpty } }) else {
            throw NotDrawn(reason: "no cell has its training time")
        }
        var caption = [layout.words + LineChart.words(on: counts, .bars)]
        if let source = final.published, !published.isEmpty {
            caption.append("paper: \(source.citation). Mind: \(source.caution).")
        }
        let isNamed = !final.isOverTime && !across.isNumeric
        var chart = LineChart(
            panels: panels, key: layout.key(of: panels) + published,
            horizontalLabel: final.isOverTime
                ? "training time [s]" : final.along.word.replacing("_", with: " "),
            verticalLabel: label,
            horizontal: final.isOverTime
                ? Self.scale(ofTimes: panels.flatMap { $0.lines.flatMap { $0.points.map(\.x) } })
                : across.scale(room: panels.count == 1 ? 494 : 294),
            isLogarithmic: false, interval: .bars, isDodged: !final.isOverTime, caption: caption)
        if isNamed {
            chart.categories = across.values.map {
                ChartScale.Tick(
                    label: name(of: $0.value, on: final.along), position: $0.position)
            }
        }
        if final.isOverTime {
            chart.caption.append(
                "A point for each \(final.along): "
                    + across.ticks.map(\.label).joined(separator: ", ")
                    + ".")
        }
        return chart
    }

    /// From no time on or, where times span a factor of 4 or more, logarithmic: the dearest method would
    /// else push all others to the edge.
    static func scale(ofTimes times: [Double]) -> ChartScale {
        guard let least = times.min(), let most = times.max(), least > 0, most >= 4 * least else {
            return .linear(times + [0], count: 5)
        }
        return .logarithmic(times, count: 5)
    }

    /// Means over seeds, a point a value of the axis.
    private func points(
        at place: SweepResults.Place, _ across: AxisPositions
    ) -> [(point: LineChart.Point, count: Int)] {
        across.values.compactMap { value, position in
            let cells = results.cells(at: place.merging([final.along: value]) { $1 })
                .filter { !results.value(of: final.quantity, in: $0).isNaN }
            let summary = Summary(cells.map { results.value(of: final.quantity, in: $0) })
            let x =
                final.isOverTime
                ? Summary(cells.map { results.seconds(of: $0) ?? .nan }).mean : position
            return summary.mean.isNaN || !x.isFinite ? nil : (summary.point(at: x), summary.count)
        }
    }

    /// Published figures as lines of their own, where they fit; a range `2-3` is its middle with a bar.
    private func publishedLines(
        _ place: SweepResults.Place, _ across: AxisPositions, slot: Int
    ) -> (lines: [LineChart.Line], key: [LineChart.KeyEntry]) {
        guard let table = final.published, table.misfit(results, in: place) == nil else {
            return ([], [])
        }
        var (lines, key): ([LineChart.Line], [LineChart.KeyEntry]) = ([], [])
        for (index, column) in table.columns.enumerated() {
            let points = across.values.compactMap { value, position in
                column.figure(at: value).flatMap { Self.point($0, at: position) }
            }
            guard !points.isEmpty else { continue }
            let style = LineStyle(published: index)
            lines.append(LineChart.Line(style: style, slot: slot + index, points: points))
            key.append(LineChart.KeyEntry(name: column.heading, style: style))
        }
        return (lines, key)
    }

    private static func point(_ figure: String, at position: Double) -> LineChart.Point? {
        let ends = figure.split(separator: "-").compactMap { Double($0) }
        guard let low = ends.first, let high = ends.last, ends.count <= 2 else { return nil }
        return LineChart.Point(position, (low + high) / 2, low: low, high: high)
    }
}

/// Where the values of an axis stand in a figure: numbers at themselves, words side by side.
struct AxisPositions {
    let values: [(value: Value, position: Double)]
    let isNumeric: Bool

    init(_ values: [Value]) {
        let numbers = values.compactMap { value -> Double? in
            switch value {
            case .integer(let integer): Double(integer)
            case .real(let real): real.isFinite ? real : nil
            case .text: nil
            }
        }
        isNumeric = numbers.count == values.count
        self.values =
            isNumeric
            ? zip(values, numbers).sorted { $0.1 < $1.1 }.map { ($0.0, $0.1) }
            : values.enumerated().map { ($1, Double($0)) }
    }

    var ticks: [ChartScale.Tick] {
        values.map { ChartScale.Tick(label: $0.value.description, position: $0.position) }
    }

    /// A scale with the values as its ticks, logarithmic where they span a factor of 4 or more.
    /// - Parameter room: the width in pixels.
    func scale(room: Double) -> ChartScale {
        let positions = values.map(\.position)
        guard let low = positions.first, let high = positions.last else {
            return .linear([], count: 4)
        }
        if !isNumeric {
            return ChartScale(
                low: low - 0.5, high: high + 0.5,
                ticks: ticks.map { .init(label: "", position: $0.position) })
        }
        let widest = ticks.map { ChartText.width($0.label, size: 11) }.max() ?? 0
        let scale: ChartScale =
            low > 0 && high >= 4 * low
            ? .logarithmic(positions, count: 5)
            : low < high
                ? ChartScale(low: low - 0.08 * (high - low), high: high + 0.08 * (high - low))
                : .linear(positions, count: 1)
        return scale.marking(
            ticks.map { ($0.label, $0.position) }, distance: (widest + 8) / room)
    }
}
