import Foundation
import Sweeps
import Vocabulary

/// One curve drawn: a panel a value of one axis, a line a value of another, mean over seeds with a
/// band of one standard deviation.
struct Figure {
    let curve: Curve
    /// The variable drawn; nil when no cell has one of the curve's quantity.
    let variable: ResultVariable?
    let stratum: SweepResults.Place
    let results: SweepResults

    /// The most panels of a figure, and the most lines of a panel.
    private static let limit = 100
    /// The most points of a line: more are not told apart.
    private static let points = 2000

    /// Draws the figure.
    func draw() -> Gnuplot.Drawing {
        let panels = results.values(of: curve.figures)
        let lines = results.values(of: curve.lines)
        guard let variable, let coordinate = variable.coordinate else {
            return .fault("no cell has this curve")
        }
        guard (1...Self.limit).contains(panels.count), (1...Self.limit).contains(lines.count) else {
            return .fault(
                "it would have \(panels.count) panels of \(lines.count) lines, "
                    + "and at most \(Self.limit) of each can be told apart")
        }
        // In a panel the key would cover lines: it has one of its own.
        let hasKeyPanel = lines.count > 1
        let places = panels.count + (hasKeyPanel ? 1 : 0)
        let columns = places > 4 ? 3 : places
        let rows = (places + columns - 1) / columns
        let unit = Quantity.bracketed(variable.units ?? curve.quantity.unit, ("[", "]"))
        let name = coordinate.attributes.text("long_name") ?? ""
        var script = """
            set multiplot layout \(rows),\(columns)
            set xlabel \(Gnuplot.quoted(name.isEmpty ? coordinate.name : name)) noenhanced
            set ylabel \(Gnuplot.quoted(curve.quantity.label + unit)) noenhanced
            set grid lc rgb '#dddddd' lt 1
            unset key
            \(across(variable.positions))

            """
        for (number, panel) in panels.enumerated() {
            var plots: [String] = []
            for (index, line) in lines.enumerated() {
                let place = stratum.merging([curve.figures: panel, curve.lines: line]) { $1 }
                let points = points(of: variable, at: place)
                guard !points.isEmpty else { continue }
                let data = "$data_\(number)_\(index)"
                script += "\(data) << EOD\n" + points.joined() + "EOD\n"
                let color = Self.colors[index % Self.colors.count]
                plots.append(
                    "\(data) using 1:3:4 with filledcurves fc rgb '\(color)' "
                        + "fs transparent solid 0.2 noborder notitle")
                plots.append("\(data) using 1:2 with lines \(style(index)) notitle")
            }
            script += "set title \(Gnuplot.quoted(heading(curve.figures, panel))) noenhanced\n"
            script +=
                plots.isEmpty ? "set multiplot next\n" : "plot \(plots.joined(separator: ", "))\n"
        }
        if hasKeyPanel { script += keyPanel(of: lines) }
        return Gnuplot.draw(
            script + "unset multiplot\n", width: 380 * columns, height: 300 * rows)
    }

    /// The range and the ticks of the positions: from 0 on or, where each is twice the one before, on
    /// logarithmic axes.
    private func across(_ positions: [Int64]) -> String {
        let pairs = zip(positions, positions.dropFirst())
        guard positions.count > 2, positions[0] > 0,
            pairs.allSatisfy({ $0.addingReportingOverflow($0) == ($1, false) })
        else {
            return "set xtics (\(ticks(upTo: positions.max() ?? 0)))\n"
                + "set xrange [\(positions.contains { $0 < 0 } ? "*" : "0"):*]"
        }
        return "set logscale xy 2\nset xtics 4\nset ytics 4\nset xrange [\(positions[0]):*]"
    }

    /// Round positions from 0, five at most besides: `'0' 0, '500' 500, '1k' 1000, '1.5k' 1500`.
    private func ticks(upTo end: Int64) -> String {
        let smallest = Double(max(end, 1)) / 5
        let power = pow(10, floor(log10(smallest)))
        let steps = [1, 2, 5, 10].map { ($0 * power).rounded(.up) }
        let step = steps.first { $0 >= smallest } ?? smallest
        return stride(from: 0, through: Double(end), by: step).map { position in
            let (unit, letter) =
                position >= 1e6 ? (1e6, "M") : position >= 1e3 ? (1e3, "k") : (1, "")
            let scaled = position / unit
            let number = scaled == scaled.rounded() ? fixed(scaled, 0) : "\(scaled)"
            return "'\(number)\(letter)' \(fixed(position, 0))"
        }.joined(separator: ", ")
    }

    /// A panel with the names of the lines and nothing else.
    private func keyPanel(of lines: [Value]) -> String {
        let plots = lines.enumerated().map { index, line in
            "NaN with lines \(style(index)) title \(Gnuplot.quoted(heading(curve.lines, line)))"
        }
        return """
            set key center noenhanced
            unset title
            unset border
            unset tics
            unset grid
            unset xlabel
            unset ylabel
            unset logscale
            plot [0:1] [0:1] \(plots.joined(separator: ", "))

            """
    }

    /// The style of line number `index` for gnuplot: each colour solid, then each dashed.
    private func style(_ index: Int) -> String {
        "lw 2 dt \(1 + index / Self.colors.count) lc rgb '\(Self.colors[index % Self.colors.count])'"
    }

    /// Colours that are told apart also by those who see few (Okabe and Ito 2008).
    private static let colors = [
        "#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999",
    ]

    /// Lines of data, each with the mean over seeds at a position that all seeds with a curve have
    /// reached.
    private func points(of variable: ResultVariable, at place: SweepResults.Place) -> [String] {
        let rows = results.cells(at: place).map(variable.row).filter { row in
            row.contains { !$0.isNaN }
        }
        var points: [(position: Int64, summary: Summary)] = []
        for (index, position) in variable.positions.enumerated() {
            let here = Summary(rows.map { $0[$0.startIndex + index] })
            if here.count == rows.count && here.count > 0 && here.mean.isFinite {
                points.append((position, here))
            }
        }
        let step = (points.count + Self.points - 1) / Self.points
        return points.enumerated().compactMap { index, point in
            guard index % step == 0 || index == points.count - 1 else { return nil }
            let mean = point.summary.mean
            let spread =
                point.summary.standardDeviation.isFinite ? point.summary.standardDeviation : 0
            return "\(point.position) \(mean) \(mean - spread) \(mean + spread)\n"
        }
    }
}
