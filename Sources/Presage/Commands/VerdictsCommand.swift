import ArgumentParser
import Foundation
import Reports
import Sweeps
import Vocabulary

struct VerdictsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verdicts", abstract: "Prints the verdicts of experiments on one screen.",
        discussion: """
            Each claim with its verdict, the effect with its 95 % interval and the number of seeds, as the \
            reports that lie there have them; then where the pages are.

            Examples:
              presage verdicts
              presage verdicts copy-horizon locking-speed --size desk
            """)

    @Argument(help: "Names of experiments; without any all that have a report.")
    var experiments: [String] = []

    @Option(help: "The size of the experiments: smoke, quick, desk or paper.")
    var size = SizeName.quick.rawValue

    @Option(help: ArgumentHelp("Folder of all results.", valueName: "folder"))
    var results = "results"

    func run() throws { try lines().forEach { line throws in try Output.line(line) } }

    /// The verdicts, and where the pages are if there is one of all.
    /// - Throws: `OptionError` for an unknown size, `CatalogueError` for an unknown experiment,
    ///   `VerdictsTextError` where there is nothing to show.
    private func lines() throws -> [String] {
        try SweepOptions.checkResults(results)
        for name in experiments { _ = try Catalogue.experiment(named: name) }
        let lines = try VerdictsText.lines(
            root: results, size: try SizeName(option: size), names: experiments)
        guard let page = try? OpenCommand.addressOfAll(results) else { return lines }
        return lines + ["", "Pages with figures and tables: \(page)"]
    }
}
