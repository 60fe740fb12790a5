import Foundation
import Store
import Sweeps
import Vocabulary

/// Writes the report of a sweep: the page, the tables, the figures.
package enum ReportWriter {
    /// Writes `report.txt`, `runs.csv`, `curves.csv` and `figures/` into a folder.
    /// - Parameter record: collected for `plan`.
    /// - Returns: the page.
    /// - Throws: when a file cannot be written.
    package static func write(
        _ plan: Plan, _ record: CollectedRecord, to folder: String
    ) throws -> String {
        let results = SweepResults(plan, record)
        func file(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
        let page = ReportPage(
            plan: plan, results: results,
            figures: try figures(plan, results, to: file("figures"))
        ).text
        let tables = CSVTables(results: results)
        try page.write(toFile: file("report.txt"), atomically: true, encoding: .utf8)
        try tables.runs.write(toFile: file("runs.csv"), atomically: true, encoding: .utf8)
        try tables.curves.write(toFile: file("curves.csv"), atomically: true, encoding: .utf8)
        return page
    }

    private static func figures(
        _ plan: Plan, _ results: SweepResults, to folder: String
    ) throws -> [(name: String, fault: String?)] {
        var drawn: [(name: String, fault: String?)] = []
        for case .curve(let curve) in plan.experiment.report {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            for stratum in results.strata(besides: [curve.lines, curve.figures]) {
                let figure = Figure(curve, in: stratum, results)
                let path = (folder as NSString).appendingPathComponent(figure.name)
                drawn.append((figure.name, figure.draw(to: path)))
            }
        }
        return drawn
    }
}
