/// Commands of gnuplot that draw on a page measured in pixels from its upper left corner.
struct ChartPage {
    let width: Double
    private(set) var height: Double
    /// What is drawn beside the plots, whose places are known when the height is.
    private var marks: [(top: Double, command: (String) -> String)] = []
    private var plots: [(top: Double, bottom: Double, left: Double, right: Double, body: String)] =
        []

    enum Alignment: String { case left, center, right }

    static let textColor = "#222222"

    init(width: Double) {
        self.width = width
        height = 0
    }

    /// Makes room at the bottom.
    mutating func grow(by pixels: Double) { height += pixels }

    /// A line of text whose middle is `top` pixels below the page's upper edge.
    mutating func write(
        _ text: String, x: Double, top: Double, size: Double = 12,
        align: Alignment = .left, turned: Bool = false, color: String = textColor
    ) {
        let across = share(x)
        marks.append(
            (
                top,
                { down in
                    "set label \(Gnuplot.quoted(text)) at screen \(across), screen \(down) "
                        + "\(align.rawValue)\(turned ? " rotate by 90" : "") font ',\(Int(size))' "
                        + "tc rgb '\(color)' noenhanced front\n"
                }
            ))
    }

    /// Lines of text, the first of which lies `top` pixels below the upper edge.
    mutating func write(
        lines: [String], x: Double, top: Double, size: Double = 12, align: Alignment = .left,
        color: String = textColor
    ) {
        for (number, line) in lines.enumerated() {
            let down = top + Double(number) * (size + 4)
            write(line, x: x, top: down, size: size, align: align, color: color)
        }
    }

    /// A sample of a line with its mark.
    mutating func sample(_ style: LineStyle, x: Double, top: Double) {
        let (start, middle, end) = (share(x), share(x + 18), share(x + 36))
        marks.append(
            (
                top,
                { down in
                    "set arrow from screen \(start), screen \(down) to screen \(end), screen \(down) "
                        + "nohead \(style.line) front\n"
                        + "set label '' at screen \(middle), screen \(down) point \(style.point) "
                        + "lc rgb '\(style.color)' front\n"
                }
            ))
    }

    /// Adds a plot: its body are commands that end in a `plot`.
    mutating func plot(
        top: Double, bottom: Double, left: Double, right: Double, _ body: String
    ) {
        plots.append((top, bottom, left, right, body))
    }

    private func share(_ x: Double) -> String { fixed(x / width, 5) }
    private func down(_ y: Double) -> String { fixed(1 - y / height, 5) }

    /// The drawing of the whole.
    var script: Gnuplot.Script {
        var text = """
            set multiplot
            set lmargin 0
            unset key
            set border 3 lc rgb '#666666'
            set tics nomirror out scale 0.6 font ',11' tc rgb '\(Self.textColor)'
            set grid lc rgb '#dddddd' lt 1
            set bars 0.5

            """
        for mark in marks { text += mark.command(down(mark.top)) }
        for plot in plots {
            text += """
                set lmargin at screen \(share(plot.left))
                set rmargin at screen \(share(plot.right))
                set tmargin at screen \(down(plot.top))
                set bmargin at screen \(down(plot.bottom))
                \(plot.body)
                unset label
                unset arrow
                unset object

                """
        }
        return Gnuplot.Script(
            commands: text + "unset multiplot\n", width: Int(width.rounded()),
            height: Int(height.rounded()))
    }
}
