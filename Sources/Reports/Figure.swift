/// A figure of the report.
protocol Figure {
    /// The commands that draw it.
    /// - Throws: the reason that there is nothing to draw.
    func script() throws(NotDrawn) -> Gnuplot.Script
}

/// The reason that a figure is not drawn.
struct NotDrawn: Error, Equatable {
    let reason: String
}

extension Figure {
    /// Draws the figure.
    func draw(as format: Gnuplot.Format = .svg) -> Gnuplot.Drawing {
        do { return Gnuplot.draw(try script(), as: format) } catch {
            return .fault(error.reason)
        }
    }
}
