import Foundation
import Sweeps
import Vocabulary

/// A curve drawn: a panel a value of one axis, a line a value of another, mean over seeds.
struct CurveFigure: Figure {
    let curve: Curve
    /// The variable drawn; nil when no cell has one of the curve's quantity.
    let variable: ResultVariable?
    let stratum: SweepResults.Place
    let results: SweepResults

    /// The most points of a line: more are not told apart.
    private static let points = 2000

    func script() throws(NotDrawn) -> Gnuplot.Script { try chart().script }

    /// What the figure shows.
    func chart() throws(NotDrawn) -> LineChart {
        let layout = PanelLayout(
            results: results, stratum: stratum, lineAxis: curve.lines, panelAxis: curve.figures)
        guard let variable, let coordinate = variable.coordinate else {
            throw NotDrawn(reason: "no cell has this curve")
        }
        try layout.check()
        let other = otherVariable(like: variable)
        let variables = [variable] + (other.map { [$0] } ?? [])
        var counts: Set<Int> = []
        var isPartial = false
        let panels = layout.panels.map { panel in
            let lines = layout.lines.enumerated().flatMap { index, line in
                variables.enumerated().map { number, variable in
                    let found = points(of: variable, at: layout.place(panel, line))
                    counts.formUnion(found.means.map(\.count))
                    isPartial = isPartial || found.isPartial
                    return LineChart.Line(
                        style: style(index, number, isPair: other != nil), slot: index,
                        points: found.means.map(\.point))
                }
            }
            return LineChart.Panel(title: layout.title(panel), lines: lines)
        }
        guard panels.contains(where: { $0.lines.contains { !$0.points.isEmpty } }) else {
            throw NotDrawn(reason: "none of its lines has a point that all seeds have reached")
        }
        let name = coordinate.attributes.text("long_name") ?? ""
        let isTimed = curve.across == .trainingTime
        let doubling = !isTimed && isDoubling(variable.positions)
        let unit = Quantity.bracketed(variable.units ?? curve.quantity.unit, ("[", "]"))
        let names = self.names(isPair: other != nil)
        var key = layout.key(of: panels)
        if other != nil {
            key = (key.count > 1 ? key : []).map { .init(name: $0.name, style: $0.style.solid) }
            key.append(.init(name: names.first, style: .anySolid))
            key.append(.init(name: names.second, style: .anyDashed))
        }
        return LineChart(
            panels: panels, key: key,
            horizontalLabel: isTimed
                ? "training time [s]" : name.isEmpty ? coordinate.name : name,
            verticalLabel: names.label + unit,
            horizontal: horizontal(
                isTimed
                    ? panels.flatMap { $0.lines.flatMap { $0.points.map(\.x) } }
                    : variable.positions.map(Double.init), doubling),
            isLogarithmic: isLogarithmic || doubling, interval: .bands,
            caption: [layout.words + LineChart.words(on: counts, .bands)]
                + (isPartial ? ["Points that not all seeds have are left out."] : []))
    }

    private var isLogarithmic: Bool {
        switch curve.scale {
        case .automatic: false
        case .logarithmic: true
        }
    }

    /// The variable of the other quantity over the same coordinate in the same unit.
    private func otherVariable(like variable: ResultVariable) -> ResultVariable? {
        guard let other = curve.other else { return nil }
        return results.variables(of: other.name).first {
            $0.coordinate?.name == variable.coordinate?.name
                && ($0.units ?? other.unit) == (variable.units ?? curve.quantity.unit)
        }
    }

    private func style(_ index: Int, _ number: Int, isPair: Bool) -> LineStyle {
        let style = LineStyle(index)
        guard isPair else { return style }
        return number == 0 ? style.solid : style.dashed
    }

    /// What two quantities have in common in their names, and what tells them apart.
    private func names(isPair: Bool) -> (label: String, first: String, second: String) {
        let label = curve.quantity.label
        guard isPair, let other = curve.other?.label else { return (label, "", "") }
        let parts = (label.split(separator: ", "), other.split(separator: ", "))
        let common = zip(parts.0, parts.1).prefix { $0 == $1 }.count
        guard common > 0, common < parts.0.count, common < parts.1.count else {
            return (label, label, other)
        }
        func joined(_ parts: some Sequence<Substring>) -> String { parts.joined(separator: ", ") }
        return (
            joined(parts.0.prefix(common)), joined(parts.0.dropFirst(common)),
            joined(parts.1.dropFirst(common))
        )
    }

    /// Whether each position is twice the one before.
    private func isDoubling(_ positions: [Int64]) -> Bool {
        positions.count > 2 && positions[0] > 0
            && zip(positions, positions.dropFirst()).allSatisfy {
                $0.addingReportingOverflow($0) == ($1, false)
            }
    }

    /// From 0 on or, where each position is twice the one before, logarithmic.
    private func horizontal(_ positions: [Double], _ isDoubling: Bool) -> ChartScale {
        guard isDoubling else {
            let isPositive = positions.allSatisfy { $0 >= 0 }
            return .linear(positions + (isPositive ? [0] : []), count: 4, padding: 0.01)
        }
        return ChartScale.logarithmic(positions, count: 6, padding: 1).marking(
            positions.map { (ChartText.number($0, step: 1), $0) }, distance: 0.15)
    }

    /// Means over seeds at the positions, or times, at which all seeds with a curve have a value; and whether
    /// there are others.
    private func points(
        of variable: ResultVariable, at place: SweepResults.Place
    ) -> (means: [(point: LineChart.Point, count: Int)], isPartial: Bool) {
        let cells = results.cells(at: place).filter { variable.row($0).contains { !$0.isNaN } }
        if curve.across == .trainingTime {
            let means = results.meansOverTime(of: variable, in: cells)
            let whole = means.filter { $0.summary.count == cells.count }
            return (
                whole.map { ($0.summary.point(at: $0.time), $0.summary.count) },
                whole.count < means.count
            )
        }
        let rows = cells.map(variable.row)
        var isPartial = false
        var points: [(point: LineChart.Point, count: Int)] = []
        for (index, position) in variable.positions.enumerated() {
            let here = Summary(rows.map { $0[$0.startIndex + index] })
            if here.count == rows.count && here.count > 0 && !here.mean.isNaN {
                points.append((here.point(at: Double(position)), here.count))
            } else if here.count > 0 && here.count < rows.count {
                isPartial = true
            }
        }
        let step = max(1, (points.count + Self.points - 1) / Self.points)
        let thinned = points.enumerated().filter {
            $0.offset % step == 0 || $0.offset == points.count - 1
        }
        return (thinned.map(\.element), isPartial)
    }
}

extension SweepResults {
    /// Means of curves at 61 times, evenly from the first to the last that all of the cells have; curves
    /// are straight between their points. Where one is undefined the mean is of the others.
    func meansOverTime(
        of variable: ResultVariable, in cells: [Int]
    ) -> [(time: Double, summary: Summary)] {
        let curves = cells.map { timedPoints(of: variable, in: $0) }
        guard let start = curves.map({ $0.first?.time ?? .infinity }).max(),
            let end = curves.map({ $0.last?.time ?? -.infinity }).min(), start <= end
        else { return [] }
        let steps = start < end ? 60 : 0
        return (0...steps).map { step in
            // The last is the end to the bit, which each curve still reaches.
            let share = steps == 0 ? 1 : Double(step) / Double(steps)
            let time = step == steps ? end : start + share * (end - start)
            return (time, Summary(curves.map { Self.value(of: $0, at: time) }))
        }
    }
}
