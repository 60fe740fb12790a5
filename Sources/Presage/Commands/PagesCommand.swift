import ArgumentParser
import Engine
import Foundation
import Reports
import Sweeps
import Vocabulary

struct PagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pages", abstract: "Makes the pages of collected files anew.",
        discussion: """
            The report, the page, the tables and the figures of every experiment that has a collected \
            file at a size are made of that file alone, and come out the same byte for byte; so do the \
            pages that link them. Cells are not looked at.

            Examples:
              presage pages
              presage pages --size quick
            """)

    @Option(help: "The size of the experiments: smoke, quick, desk or paper; desk unless given.")
    var size = SizeName.desk.rawValue

    @Option(help: ArgumentHelp("Folder of all results.", valueName: "folder"))
    var results = "results"

    func run() throws {
        try SweepOptions.checkResults(results)
        let size = try SizeName(option: size)
        var (found, faults) = (0, 0)
        for experiment in Catalogue.experiments {
            guard experiment.sizes.contains(where: { $0.name == size }) else { continue }
            do {
                guard let line = try page(of: experiment.name) else { continue }
                found += 1
                try Output.line("\(experiment.name): \(line)")
            } catch let error where !(error is OutputError) {
                // One that cannot be made does not keep the others from their turn.
                faults += 1
                printError(escaped("error: \(experiment.name): \(error)"))
            }
        }
        guard found + faults > 0 else { throw PageError.noPages(results, size: size.rawValue) }
        try ResultsIndex.write(root: results)
        if faults > 0 { throw ExitCode(1) }
    }

    /// Makes the page of an experiment.
    /// - Returns: what became of it, in words; nil where there are no results.
    private func page(of experiment: String) throws -> String? {
        let sweep = try SweepOptions.parse([experiment, "--size", size, "--results=\(results)"])
        let specification = try SweepSpecification(sweep)
        let before = ReportWriter.content(of: specification.page.path)
        guard let stages = try specification.collected() else {
            return before.isEmpty ? nil : "left as it is, without a collected file"
        }
        let page = try PageWork(stages, sweep).write(replacing: true)
        let after = ReportWriter.content(of: page.folder.path)
        let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        return changed.isEmpty
            ? "as it was" : "changed: " + changed.sorted().joined(separator: ", ")
    }
}
