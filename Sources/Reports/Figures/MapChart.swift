/// Maps of colours with numbers, before anything is drawn.
struct MapChart {
    struct Entry: Equatable {
        let value: Double
        let text: String
    }

    struct Panel {
        let title: String
        /// By row and column; nil where there is no value.
        let entries: [[Entry?]]
    }

    let label: String
    let panels: [Panel]
    let rowLabel: String
    let columnLabel: String
    let rows: [String]
    let columns: [String]
    let caption: [String]

    /// Lengths on the page, in pixels.
    private enum Size {
        static let bar = 82.0
        static let right = 16.0
    }

    /// The lengths that the texts want.
    private struct Layout {
        let cell: Double
        let rows: [[String]]
        let columns: [[String]]
        /// From a panel's left edge to its map.
        let left: Double
        let width: Double
        let rowHeight: Double
        /// From a map's lower edge to the end of its panel.
        let bottom: Double
        /// How many panels stand side by side.
        let across: Int
    }

    private var layout: Layout {
        let texts = panels.flatMap { $0.entries.flatMap { $0.compactMap { $0?.text } } }
        let widest = (texts + columns).map { ChartText.width($0) }.max() ?? 0
        let cell = min(max(widest + 10, 52), 92)
        let rowNames = rows.map { ChartText.lines($0, width: 150, size: 12, limit: 2) }
        let columnNames = columns.map { ChartText.lines($0, width: cell - 4, size: 12, limit: 4) }
        let left = 34 + (rowNames.flatMap { $0 }.map { ChartText.width($0) }.max() ?? 0)
        let width = max(cell * Double(columns.count), 130)
        let lines = columnNames.map(\.count).max() ?? 1
        return Layout(
            cell: width / Double(max(columns.count, 1)), rows: rowNames, columns: columnNames,
            left: left, width: width, rowHeight: rowNames.contains { $0.count > 1 } ? 38 : 30,
            bottom: 42 + 16 * Double(lines),
            across: panels.count > 1 && 2 * (left + width + Size.right) + Size.bar <= 1000 ? 2 : 1)
    }

    private var colors: (scale: ColorScale, isCut: Bool) {
        let values = panels.flatMap { $0.entries.flatMap { $0.compactMap { $0?.value } } }
        guard let range = ChartScale.withoutOutliers(values) else {
            return (ColorScale(low: 0, high: 0), false)
        }
        return (
            ColorScale(low: range.lowerBound, high: range.upperBound),
            values.contains { !range.contains($0) }
        )
    }

    /// The drawing of the maps, with one scale of colours.
    var script: Gnuplot.Script {
        let layout = layout
        let (scale, isCut) = colors
        let panelWidth = layout.left + layout.width + Size.right
        var page = ChartPage(width: max(panelWidth * Double(layout.across) + Size.bar, 420))
        let heading = ChartText.lines(label, width: page.width - 32, size: 13)
        page.write(lines: heading, x: 16, top: 18, size: 13)
        page.grow(by: 12 + 17 * Double(heading.count))
        let height = layout.rowHeight * Double(rows.count)
        for start in stride(from: 0, to: panels.count, by: layout.across) {
            let row = Array(panels[start..<min(start + layout.across, panels.count)])
            let titles = row.map { ChartText.lines($0.title, width: panelWidth - 16) }
            let isUntitled = row.allSatisfy { $0.title.isEmpty }
            let top =
                page.height + (isUntitled ? 8 : 12 + 16 * Double(titles.map(\.count).max() ?? 1))
            for (column, panel) in row.enumerated() {
                let left = Double(column) * panelWidth
                let from = left + layout.left
                page.write(
                    lines: titles[column], x: from + layout.width / 2, top: page.height + 14,
                    align: .center)
                addNames(to: &page, layout, left: left, top: top)
                page.plot(
                    top: top, bottom: top + height, left: from, right: from + layout.width,
                    body(panel, scale))
            }
            addBar(
                to: &page, scale, left: panelWidth * Double(layout.across) + 4, top: top,
                height: height)
            page.grow(by: top - page.height + height + layout.bottom)
        }
        let hatched = panels.contains { $0.entries.contains { $0.contains(nil) } }
        page.addCaption(
            caption + (hatched ? ["Hatched: no value."] : [])
                + (isCut ? ["Values beyond the scale have the colours of its ends."] : []))
        return page.script
    }

    private func addNames(
        to page: inout ChartPage, _ layout: Layout, left: Double, top: Double
    ) {
        let from = left + layout.left
        let bottom = top + layout.rowHeight * Double(rows.count)
        for (number, lines) in layout.rows.enumerated() {
            let middle = top + (Double(number) + 0.5) * layout.rowHeight
            page.write(
                lines: lines, x: from - 6, top: middle - 8 * Double(lines.count - 1), align: .right)
        }
        for (number, lines) in layout.columns.enumerated() {
            page.write(
                lines: lines, x: from + (Double(number) + 0.5) * layout.cell, top: bottom + 12,
                align: .center)
        }
        let name = ChartText.lines(rowLabel, width: bottom - top + 40, limit: 1)
        page.write(name[0], x: left + 12, top: (top + bottom) / 2, align: .center, turned: true)
        page.write(
            lines: ChartText.lines(columnLabel, width: layout.width + layout.left, limit: 1),
            x: from + layout.width / 2, top: bottom + layout.bottom - 20, align: .center)
    }

    /// The colours with some of their values.
    private func addBar(
        to page: inout ChartPage, _ scale: ColorScale, left: Double, top: Double, height: Double
    ) {
        guard scale.high > scale.low else { return }
        let steps = 48
        let bars = (0..<steps).map { step in
            let value =
                scale.low + (scale.high - scale.low) * (Double(step) + 0.5) / Double(steps)
            return "set object rectangle from 0,\(step) to 1,\(step + 1) fc rgb "
                + "'\(scale.color(of: value).hex)' fs solid noborder\n"
        }
        page.plot(
            top: top, bottom: top + height, left: left, right: left + 14,
            Self.bare + "set xrange [0:1]\nset yrange [0:\(steps)]\n" + bars.joined()
                + "plot NaN notitle")
        let count = max(1, min(4, Int(height / 28)))
        for tick in 0...count {
            let share = Double(tick) / Double(count)
            let value = scale.low + (scale.high - scale.low) * share
            page.write(
                ChartText.number(value, step: (scale.high - scale.low) / 40), x: left + 20,
                top: top + height - share * height, size: 11)
        }
    }

    private static let bare = "unset logscale\nunset tics\nunset border\nunset grid\n"

    /// The commands of a map: row 0 on top.
    private func body(_ panel: Panel, _ scale: ColorScale) -> String {
        var script =
            Self.bare + "set xrange [0:\(columns.count)]\nset yrange [\(rows.count):0]\n"
        for (row, entries) in panel.entries.enumerated() {
            for (column, entry) in entries.enumerated() {
                let box = "from \(column),\(row) to \(column + 1),\(row + 1)"
                guard let entry else {
                    script +=
                        "set object rectangle \(box) fc rgb '#f2f2f2' fs solid border "
                        + "lc rgb '#ffffff'\n"
                    script += Self.hatching(column, row)
                    continue
                }
                let color = scale.color(of: entry.value)
                script +=
                    "set object rectangle \(box) fc rgb '\(color.hex)' fs solid border "
                    + "lc rgb '#ffffff'\n"
                script +=
                    "set label \(Gnuplot.quoted(entry.text)) at \(column).5,\(row).5 center "
                    + "font ',12' tc rgb '\(color.isDark ? "#ffffff" : "#111111")' noenhanced front\n"
            }
        }
        return script + "plot NaN notitle"
    }

    /// Slanted lines across an empty place.
    private static func hatching(_ column: Int, _ row: Int) -> String {
        (1...5).map { step in
            let share = Double(step) / 3
            let (x, y) = (Double(column), Double(row))
            let (low, high) = (max(0, share - 1), min(1, share))
            return
                "set arrow from \(x + low),\(y + share - low) to \(x + high),\(y + share - high) "
                + "nohead lw 1 lc rgb '#bbbbbb'\n"
        }.joined()
    }
}
