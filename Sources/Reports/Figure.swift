import Foundation
import Store
import Sweeps
import Vocabulary

/// One curve drawn: a panel a value of one axis, a line a value of another, mean over seeds with a
/// band of one standard deviation.
struct Figure {
    private let curve: Curve
    private let stratum: SweepResults.Place
    private let results: SweepResults

    init(_ curve: Curve, in stratum: SweepResults.Place, _ results: SweepResults) {
        self.curve = curve
        self.stratum = stratum
        self.results = results
    }

    /// The file's name.
    var name: String {
        let place = stratum.keys.sorted { $0.word < $1.word }.map {
            "-\($0)_\(stratum[$0]?.description ?? "")"
        }
        let safe = place.joined().map { letter in
            letter.isLetter || letter.isNumber || "-_.".contains(letter) ? letter : "_"
        }
        return curve.quantity.name + String(safe) + ".svg"
    }

    /// Draws the figure.
    /// - Returns: nil, or the reason that it is not drawn.
    func draw(to path: String) -> String? {
        guard let script = script(to: path) else { return "no cell has this curve" }
        let process = Process()
        let input = Pipe()
        let complaints = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gnuplot"]
        process.standardInput = input
        process.standardError = complaints
        guard (try? process.run()) != nil else { return "env cannot be run" }
        try? input.fileHandleForWriting.write(contentsOf: Data(script.utf8))
        try? input.fileHandleForWriting.close()
        let words = complaints.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        switch process.terminationStatus {
        case 0: return nil
        case 127: return "gnuplot is missing, install gnuplot-nox"
        default: return String(decoding: words, as: UTF8.self)
        }
    }

    /// The script for gnuplot; nil when there is nothing to draw.
    private func script(to path: String) -> String? {
        let panels = results.values(of: curve.figures)
        let lines = results.values(of: curve.lines)
        let coordinate = results.coordinate(of: curve.quantity.name)
        guard let coordinate else { return nil }
        // In a panel the key would cover lines: it has one of its own.
        let hasKeyPanel = lines.count > 1
        let places = panels.count + (hasKeyPanel ? 1 : 0)
        let columns = places > 4 ? 3 : places
        let unit = Quantity.bracketed(results.units(of: curve.quantity), ("[", "]"))
        let rows = (places + columns - 1) / columns
        var script = """
            set terminal svg size \(380 * columns),\(300 * rows) font 'sans,12' background 'white'
            set output '\(path.replacing("'", with: "''"))'
            set multiplot layout \(rows),\(columns)
            set xlabel '\(coordinate.attributes.text("long_name") ?? coordinate.name)'
            set ylabel '\(curve.quantity.label)\(unit)' noenhanced
            set grid lc rgb '#dddddd' lt 1
            unset key
            set xtics (\(ticks(upTo: lastPosition(of: coordinate))))
            set xrange [0:*]

            """
        for (number, panel) in panels.enumerated() {
            var plots: [String] = []
            for (index, line) in lines.enumerated() {
                let place = stratum.merging([curve.figures: panel, curve.lines: line]) { $1 }
                let points = points(at: place)
                guard !points.isEmpty else { continue }
                let data = "$data_\(number)_\(index)"
                script += "\(data) << EOD\n"
                for point in points {
                    let spread =
                        point.summary.count > 1 ? point.summary.standardDeviation : 0
                    let mean = point.summary.mean
                    script += "\(point.position) \(mean) \(mean - spread) \(mean + spread)\n"
                }
                script += "EOD\n"
                let color = Self.colors[index % Self.colors.count]
                plots.append(
                    "\(data) using 1:3:4 with filledcurves fc rgb '\(color)' "
                        + "fs transparent solid 0.2 noborder notitle")
                plots.append("\(data) using 1:2 with lines \(style(index)) notitle")
            }
            script += "set title '\(heading(curve.figures, panel))' noenhanced\n"
            script +=
                plots.isEmpty ? "set multiplot next\n" : "plot \(plots.joined(separator: ", "))\n"
        }
        if hasKeyPanel { script += keyPanel(of: lines) }
        return script + "unset multiplot\n"
    }

    /// The largest position.
    private func lastPosition(of coordinate: Dataset) -> Int64 {
        guard case .int64(let positions) = coordinate.elements else { return 0 }
        return positions.max() ?? 0
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
            let number = scaled == scaled.rounded() ? "\(Int(scaled))" : "\(scaled)"
            return "'\(number)\(letter)' \(Int(position))"
        }.joined(separator: ", ")
    }

    /// A panel with the names of the lines and nothing else.
    private func keyPanel(of lines: [Value]) -> String {
        let plots = lines.enumerated().map { index, line in
            "NaN with lines \(style(index)) title '\(heading(curve.lines, line))'"
        }
        return """
            set key center noenhanced
            unset title
            unset border
            unset tics
            unset grid
            unset xlabel
            unset ylabel
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

    /// Mean over seeds at every position that all seeds with a curve have reached.
    private func points(at place: SweepResults.Place) -> [(position: Int64, summary: Summary)] {
        let curves = results.cells(at: place).map { results.curve(curve.quantity.name, of: $0) }
            .filter { !$0.isEmpty }
        guard let longest = curves.max(by: { $0.count < $1.count }) else { return [] }
        let values = curves.map { curve in
            Dictionary(uniqueKeysWithValues: curve.map { ($0.position, $0.value) })
        }
        return longest.compactMap { point in
            let here = values.compactMap { $0[point.position] }
            return here.count == curves.count ? (point.position, Summary(here)) : nil
        }
    }
}
