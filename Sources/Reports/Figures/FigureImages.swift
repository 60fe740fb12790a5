import Foundation
import Store

/// The PNGs of figures, beside the SVGs in a folder of their own: for slides, and not kept with results.
enum FigureImages {
    private static func folder(in figures: String) -> String {
        (figures as NSString).appendingPathComponent("png")
    }

    private static func path(of name: String, in figures: String) -> String {
        let stem = (name as NSString).deletingPathExtension
        return (folder(in: figures) as NSString).appendingPathComponent(stem + ".png")
    }

    /// Writes the PNG of a figure.
    /// - Returns: the reason that there is none, as where gnuplot was built without Cairo; nil when it was
    ///   written.
    /// - Throws: when the file cannot be written.
    static func write(_ planned: Figures.Planned, in figures: String) throws -> String? {
        switch planned.figure.draw(as: .png) {
        case .drawn(let png):
            try FileManager.default.createDirectory(
                atPath: folder(in: figures), withIntermediateDirectories: true)
            try AtomicFile.write(png, to: path(of: planned.name, in: figures))
            return nil
        case .fault(let reason):
            // One of an earlier report would show other numbers.
            remove(of: planned.name, in: figures)
            return reason
        }
    }

    /// Removes the PNG of a figure.
    static func remove(of name: String, in figures: String) {
        unlink(path(of: name, in: figures))
    }
}
