extension LineChart {
    /// Lengths on the page, in pixels.
    private enum Size {
        static let (left, right) = (88.0, 18.0)
        /// From a plot's lower edge to the end of its panel: ticks and their label.
        static let bottom = 52.0
        static let line = 16.0
        static let sample = 46.0
    }

    /// The drawing of the chart: at most two panels side by side, the key and the caption below them.
    var script: Gnuplot.Script {
        let columns = panels.count == 1 ? 1 : 2
        let (panelWidth, plotHeight) = columns == 1 ? (600.0, 300.0) : (400.0, 230.0)
        var page = ChartPage(width: panelWidth * Double(columns))
        var cuts: [String] = []
        let rows = stride(from: 0, to: panels.count, by: columns).map {
            $0..<min($0 + columns, panels.count)
        }
        for (row, scale) in zip(rows, verticals(rows)) {
            let titles = panels[row].map {
                ChartText.lines($0.title, width: panelWidth - Size.left - Size.right, size: 13)
            }
            for words in wordsOnCuts(panels[row], scale) where !cuts.contains(words) {
                cuts.append(words)
            }
            let names = categoryLines(width: panelWidth - Size.left - Size.right)
            let below = 15 * Double((names.map(\.count).max() ?? 1) - 1)
            let isUntitled = panels[row].allSatisfy { $0.title.isEmpty }
            let top =
                page.height
                + (isUntitled ? 14 : 16 + 17 * Double(titles.map(\.count).max() ?? 1))
            for (column, number) in row.enumerated() {
                let left = Double(column) * panelWidth
                let (from, to) = (left + Size.left, left + panelWidth - Size.right)
                page.write(
                    lines: titles[column], x: (from + to) / 2, top: page.height + 16, size: 13,
                    align: .center)
                for (category, lines) in zip(categories, names) {
                    let x = from + horizontal.share(of: category.position) * (to - from)
                    page.write(
                        lines: lines, x: x, top: top + plotHeight + 15, size: 11, align: .center)
                }
                let foot = top + plotHeight
                let across = ChartText.lines(horizontalLabel, width: panelWidth, limit: 1)
                page.write(
                    lines: across, x: (from + to) / 2, top: foot + 36 + below, align: .center)
                if column == 0 { labelVertical(&page, left, top, foot) }
                page.plot(
                    top: top, bottom: top + plotHeight, left: from, right: to,
                    body(number, scale, width: to - from))
            }
            page.grow(by: top - page.height + plotHeight + Size.bottom + below)
        }
        if !key.isEmpty { addKey(to: &page) }
        page.addCaption(caption + [cuts.joined(separator: " ")])
        return page.script
    }

    /// The names of the categories in lines that do not reach one another.
    private func categoryLines(width: Double) -> [[String]] {
        let places = categories.map { horizontal.share(of: $0.position) * width }
        let gap = zip(places, places.dropFirst()).map { $1 - $0 }.min() ?? 120
        return categories.map {
            ChartText.lines($0.label, width: max(gap - 6, 12), size: 11, limit: 5)
        }
    }

    /// The label of the vertical axis, turned.
    private func labelVertical(
        _ page: inout ChartPage, _ left: Double, _ top: Double, _ bottom: Double
    ) {
        // Half of it may reach up to the row's upper edge.
        let room = min(bottom - top + 70, bottom + top - 2 * page.height - 8)
        let lines = ChartText.lines(verticalLabel, width: room, limit: 2)
        for (number, line) in lines.enumerated() {
            let shift = lines.count == 1 ? 8.0 : 0
            page.write(
                line, x: left + 12 + shift + Double(number) * 15, top: (top + bottom) / 2,
                align: .center, turned: true)
        }
    }

    /// The scales of rows of panels: one for all where none of them would be flat on it, nor cut.
    private func verticals(_ rows: [Range<Int>]) -> [ChartScale] {
        let all = vertical(panels[...])
        let scales = rows.map { vertical(panels[$0]) }
        let isCommon = scales.allSatisfy {
            let (low, high) = (all.share(of: $0.low), all.share(of: $0.high))
            return high - low > 0.4 && low > -0.1 && high < 1.1
        }
        return isCommon ? rows.map { _ in all } : scales
    }

    /// The scale of some panels.
    private func vertical(_ panels: ArraySlice<Panel>) -> ChartScale {
        let points = panels.flatMap { $0.lines.flatMap(\.points) }
        let means = points.map(\.y)
        if isLogarithmic {
            // The lower end of an interval may be at 0 or below, where the scale does not reach.
            let ends = points.map { $0.low > 0 ? $0.low : $0.y } + points.map(\.high)
            let least = means.filter { $0 > 0 }.min() ?? 1
            return ChartScale.logarithmic(ends.filter { $0 >= least / 10 }, count: 6)
        }
        guard let kept = ChartScale.withoutOutliers(means) else { return .linear([], count: 5) }
        let reach = 0.5 * (kept.upperBound - kept.lowerBound)
        let within = points.filter { kept.contains($0.y) }
        // Wide intervals may be cut as well.
        let floor = kept.lowerBound >= 0 ? max(0, kept.lowerBound - reach) : kept.lowerBound - reach
        let lows = within.map { max($0.low, floor) }
        let highs = within.map { min($0.high, kept.upperBound + reach) }
        return .linear(lows + highs, count: 5)
    }

    /// Says what lies beyond the panels.
    private func wordsOnCuts(_ panels: ArraySlice<Panel>, _ scale: ChartScale) -> [String] {
        let points = panels.flatMap { $0.lines.flatMap(\.points) }
        let isCut = points.contains { isBeyond($0.y, scale) }
        let isOpen = points.contains {
            !isBeyond($0.y, scale) && (isBeyond($0.low, scale) || isBeyond($0.high, scale))
        }
        return (isCut ? ["Arrows: values that lie beyond the panel."] : [])
            + (isOpen ? ["Some intervals go on beyond the panel."] : [])
    }

    private func isBeyond(_ value: Double, _ scale: ChartScale) -> Bool {
        value < scale.low || value > scale.high
    }

    /// The commands of a panel.
    private func body(_ number: Int, _ scale: ChartScale, width: Double) -> String {
        var script = horizontal.script("x") + scale.script("y")
        var (bands, lines): ([String], [String]) = ([], [])
        var marked: [Double] = []
        // Many bands on top of one another hide the lines.
        let count = panels[number].lines.count
        let density = count > 8 ? 0.06 : count > 4 ? 0.1 : 0.18
        for (index, line) in panels[number].lines.enumerated() {
            let style = line.style
            let points = isDodged ? dodged(line, width: width) : line.points
            let seen = points.filter { $0.y.isFinite && abs($0.y) <= ChartScale.largest }
            for point in points where isBeyond(point.y, scale) {
                let place = horizontal.share(of: point.x) * width
                // One arrow says it for those beside it.
                // One near the right edge has its value on the left.
                let isRight = place > width - 50
                let distance = isRight ? 110.0 : 56
                guard !marked.contains(where: { abs($0 - place) < distance }) else { continue }
                marked.append(place)
                script += arrow(at: point, scale, isRight)
            }
            guard !seen.isEmpty else { continue }
            let data = "$data_\(number)_\(index)"
            script +=
                "\(data) << EOD\n"
                + seen.map { "\($0.x) \($0.y) \(clamped($0.low)) \(clamped($0.high))\n" }.joined()
                + "EOD\n"
            if seen.contains(where: { $0.low < $0.high }) {
                switch interval {
                case .bands where seen.count > 1:
                    let band = "$band_\(number)_\(index)"
                    script +=
                        "\(band) << EOD\n"
                        + clipped(seen, scale).map { "\($0.x) \($0.low) \($0.high)\n" }.joined()
                        + "EOD\n"
                    bands.append(
                        "\(band) using 1:2:3 with filledcurves fc rgb '\(style.color)' "
                            + "fs transparent solid \(density) noborder notitle")
                case .bands, .bars:
                    bands.append(
                        "\(data) using 1:2:3:4 with yerrorbars lw 1.2 dt 1 pt 0 "
                            + "lc rgb '\(style.faint)' notitle")
                }
            }
            // Nothing lies between names.
            let kind = categories.isEmpty ? "linespoints" : "points"
            let look = categories.isEmpty ? style.line : "lc rgb '\(style.color)'"
            let gap = categories.isEmpty ? "pi \(max(1, seen.count / 6)) " : ""
            lines.append(
                "\(data) using 1:2 with \(kind) \(look) \(style.point) \(gap)notitle")
        }
        let plots = bands + lines
        if plots.isEmpty {
            script += "set label 'no values' at graph 0.5, graph 0.5 center noenhanced\n"
        }
        return script + "plot \(plots.isEmpty ? "NaN notitle" : plots.joined(separator: ", "))"
    }

    /// The end of an interval as a number that gnuplot can work with.
    private func clamped(_ value: Double) -> Double {
        min(max(value, isLogarithmic ? 1e-95 : -ChartScale.largest), ChartScale.largest)
    }

    /// Points a little beside those of other lines.
    private func dodged(_ line: Line, width: Double) -> [Point] {
        let slots = Double((panels.flatMap { $0.lines.map(\.slot) }.max() ?? 0) + 1)
        let step = min(4, 30 / slots)
        let shift = (Double(line.slot) - (slots - 1) / 2) * step / width
        return line.points.map {
            Point(
                horizontal.value(at: horizontal.share(of: $0.x) + shift), $0.y, low: $0.low,
                high: $0.high)
        }
    }

    /// An arrow at the edge beyond which a value lies, with the value.
    private func arrow(at point: Point, _ scale: ChartScale, _ isRight: Bool) -> String {
        let (from, to) = point.y > scale.high ? (0.91, 0.995) : (0.09, 0.005)
        let text = ChartText.number(point.y, step: abs(point.y) / 100)
        let side = isRight ? "right offset character -0.7,0" : "left offset character 0.7,0"
        return """
            set arrow from first \(point.x), graph \(from) to first \(point.x), graph \(to) \
            head filled size graph 0.015,25 lw 1.5 lc rgb '#444444' front
            set label \(Gnuplot.quoted(text)) at first \(point.x), graph \((from + to) / 2) \
            \(side) font ',11' tc rgb '#444444' noenhanced front

            """
    }

    /// The names of the lines below the panels, in columns.
    private func addKey(to page: inout ChartPage) {
        let room = page.width - 24 - Size.sample
        let names = key.map { ChartText.lines($0.name, width: room, limit: 2) }
        let widest = names.flatMap { $0 }.map { ChartText.width($0) }.max() ?? 0
        let columns = max(1, min(4, Int((page.width - 24) / (Size.sample + widest + 14))))
        let rows = (key.count + columns - 1) / columns
        let step = (page.width - 24) / Double(columns)
        page.grow(by: 4)
        var below = page.height
        for row in 0..<rows {
            let entries = (0..<columns).map { $0 * rows + row }.filter { $0 < key.count }
            for (column, entry) in entries.enumerated() {
                let x = 16 + Double(column) * step
                page.sample(key[entry].style, x: x, top: below + 8)
                page.write(lines: names[entry], x: x + Size.sample, top: below + 8)
            }
            below += Size.line * Double(entries.map { names[$0].count }.max() ?? 1) + 2
        }
        page.grow(by: below - page.height + 4)
    }
}

extension ChartPage {
    /// Paragraphs of small text at the foot of the page.
    mutating func addCaption(_ paragraphs: [String]) {
        grow(by: 4)
        for paragraph in paragraphs where !paragraph.isEmpty {
            let lines = ChartText.lines(paragraph, width: width - 32, size: 11, limit: 4)
            write(lines: lines, x: 16, top: height + 8, size: 11, color: "#555555")
            grow(by: 15 * Double(lines.count))
        }
        grow(by: 8)
    }
}
