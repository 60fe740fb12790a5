import Foundation
import Store
import Sweeps
import Vocabulary

/// Writes the report of a sweep: the page as text and as HTML, the tables, the figures.
package enum ReportWriter {
    /// Writes `report.txt`, `index.html`, `claims.json`, `runs.csv`, `curves.csv`, `figures/` with each
    /// figure as an SVG and, in `figures/png/`, as a PNG for slides, and, where settings were tuned,
    /// `tuning.csv` into a folder; figures that the page no longer has are removed.
    /// - Parameters:
    ///   - record: collected for `plan`.
    ///   - tuning: the trials by which settings were chosen; nil where nothing is tuned.
    ///   - setting: what the page says of what lies around it.
    /// - Returns: the page as text.
    /// - Throws: when a file cannot be written.
    package static func write(
        _ plan: Plan, _ record: CollectedRecord, tuning: TuningOutcome? = nil,
        setting: PageSetting = PageSetting(), to folder: String
    ) throws -> String {
        let results = SweepResults(plan, record)
        func file(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
        let figures = try draw(Figures(plan, results).planned, to: file("figures"))
        let page = ReportPage(
            plan: plan, results: results, tuning: tuning, figures: figures,
            command: setting.commands.last)
        let tables = CSVTables(results: results)
        try AtomicFile.write(tables.runs, to: file("runs.csv"))
        try AtomicFile.write(tables.curves, to: file("curves.csv"))
        if let tuning {
            try AtomicFile.write(TuningText(outcome: tuning).csv, to: file("tuning.csv"))
        } else {
            unlink(file("tuning.csv"))
        }
        var setting = setting
        setting.files =
            ["report.txt", ClaimsFile.name, "runs.csv", "curves.csv"]
            + (tuning == nil ? [] : ["tuning.csv"]) + setting.files
        let text = page.text
        try AtomicFile.write(text, to: file("report.txt"))
        try AtomicFile.write(try ClaimsFile(page).text(), to: file(ClaimsFile.name))
        try AtomicFile.write(
            try PageHTML(page: page, setting: setting).text(), to: file(ResultsIndex.name))
        return text
    }

    /// The files of a page, all that `write` makes but the PNGs, by their paths in its folder.
    package static func content(of folder: String) -> [String: Data] {
        let figures = (folder as NSString).appendingPathComponent("figures")
        let drawings = ((try? FileManager.default.contentsOfDirectory(atPath: figures)) ?? [])
            .filter { $0.hasSuffix(".svg") }.map { "figures/\($0)" }
        return (files + drawings).reduce(into: [:]) { content, name in
            content[name] = FileManager.default.contents(
                atPath: (folder as NSString).appendingPathComponent(name))
        }
    }

    /// The names of the files of a page besides its figures.
    private static let files = [
        "report.txt", ResultsIndex.name, ClaimsFile.name, "runs.csv", "curves.csv", "tuning.csv",
    ]

    /// How many cells of a page have results; nil where there is no page, and the largest number
    /// where it does not say.
    package static func resultCount(in folder: String) -> Int? {
        func text(_ name: String) -> String? {
            let path = (folder as NSString).appendingPathComponent(name)
            return try? String(contentsOfFile: path, encoding: .utf8)
        }
        if let runs = text("runs.csv"), let table = try? RunsTable(csv: runs) {
            return table.resultCount
        }
        return text("report.txt") == nil ? nil : .max
    }

    /// Removes a page: the files that `write` makes, and the folder where nothing else is in it.
    package static func remove(from folder: String) {
        func file(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
        removeFigures(besides: [], in: file("figures"))
        for name in files { unlink(file(name)) }
        rmdir(file("figures/png"))
        rmdir(file("figures"))
        rmdir(folder)
    }

    private static func draw(
        _ figures: [Figures.Planned], to folder: String
    ) throws -> [Figures.Drawn] {
        if !figures.isEmpty {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        }
        var drawn: [Figures.Drawn] = []
        for planned in figures {
            var fault: String?
            var drawing: [UInt8]?
            var imageFault: String?
            switch planned.figure.draw() {
            case .drawn(let svg):
                drawing = svg
                try AtomicFile.write(
                    svg, to: (folder as NSString).appendingPathComponent(planned.name))
                imageFault = try FigureImages.write(planned, in: folder)
            case .fault(let reason): fault = reason
            }
            drawn.append(
                Figures.Drawn(
                    planned: planned, fault: fault, svg: drawing, imageFault: imageFault))
        }
        removeFigures(
            besides: Set(drawn.filter { $0.fault == nil }.map(\.planned.name)), in: folder)
        return drawn
    }

    /// Removes the figures of earlier reports, which say by whom they were drawn; other files stay.
    private static func removeFigures(besides names: Set<String>, in folder: String) {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in found where name.hasSuffix(".svg") && !names.contains(name) {
            let path = (folder as NSString).appendingPathComponent(name)
            let start = (try? FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: 1024))
            let text = String(decoding: start ?? Data(), as: UTF8.self)
            if text.contains("Produced by GNUPLOT") {
                unlink(path)
                FigureImages.remove(of: name, in: folder)
            }
        }
    }
}
