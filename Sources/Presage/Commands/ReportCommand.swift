import ArgumentParser
import Engine
import Reports
import Sweeps

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Writes and prints the report of what has been run.",
        discussion: """
            Example:
              presage report copy-horizon --size quick
            """)

    @OptionGroup var sweep: SweepOptions

    func run() throws {
        let plan = try sweep.plan()
        let folder = sweep.folder(of: plan)
        try folder.prepare()
        _ = try Self.write(plan, to: folder)
    }

    /// Rebuilds the collected file, the report, the tables and the figures; prints the report.
    /// - Returns: how many cells have failed.
    static func write(_ plan: Plan, to folder: ResultsFolder) throws -> Int {
        let record = folder.collect(plan)
        try record.write(to: folder.collected)
        try Output.line(try ReportWriter.write(plan, record, to: folder.path))
        try Output.line("Files: \(folder.path)")
        return record.count(of: .failed)
    }
}
