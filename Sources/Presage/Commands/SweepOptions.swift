import ArgumentParser
import Engine
import Sweeps
import Vocabulary

/// The options that name the sweep of a command.
struct SweepOptions: ParsableArguments {
    @Argument(help: "Name of the experiment; presage list shows them.")
    var experiment: String

    @Option(help: "How large to run it: smoke, quick, desk or paper, as far as it has them.")
    var size = SizeName.quick.rawValue

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Give an axis or a setting other values; presage list --settings shows them.",
            valueName: "setting=value,value"))
    var overrides: [String] = []

    // A value that begins with a minus sign is a wrong value, not an option.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Store the first K windows whole, to be replayed elsewhere; as --set capture=K.",
            valueName: "K"))
    var capture: String?

    @Option(help: ArgumentHelp("Folder of all results.", valueName: "folder"))
    var results = "results"

    /// The overrides as the command line spells them.
    private var allOverrides: [String] { overrides + (capture.map { ["capture=\($0)"] } ?? []) }

    /// Lays the sweep out and checks everything it will read.
    /// - Throws: `CatalogueError`, `SweepError`, `SettingError`, `Contradiction`, `DataError`.
    func plan() throws -> Plan {
        let experiment = try Catalogue.experiment(named: experiment)
        guard let size = SizeName(rawValue: size) else {
            throw SweepError.unknownSize(
                size, experiment: experiment.name,
                choices: experiment.sizes.map(\.name.rawValue))
        }
        let overrides = try allOverrides.map { try Override(parsing: $0) }
        let draft = try Plan(experiment, size: size, overrides: overrides)
        try draft.checkCells()
        return try Plan(experiment, size: size, overrides: overrides) { configuration in
            // All data have just been read.
            (try? configuration.withDataFingerprint()) ?? configuration
        }
    }

    func folder(of plan: Plan) -> ResultsFolder {
        ResultsFolder(root: results, size: plan.size, experiment: plan.experiment.name)
    }

    /// The overrides, where an axis that the experiment declares has the value of `cell` alone: a
    /// list may be long.
    private func overrides(for cell: PlannedCell) -> [String] {
        let declared = (try? Catalogue.experiment(named: experiment))?.axes.map(\.setting) ?? []
        return allOverrides.map { override in
            let own = (declared + [.seed]).first { override.hasPrefix("\($0)=") }
            return cell.axes.first { $0.setting == own }?.description ?? override
        }
    }

    /// The command that redoes one cell, as a user would type it.
    func cellCommand(_ cell: PlannedCell) -> String {
        let words =
            ["presage", "cell", experiment, "--size", size, "--results", results]
            + overrides(for: cell).flatMap { ["--set", $0] }
            + cell.axes.flatMap { ["--at", $0.description] }
        return words.map(shellQuoted).joined(separator: " ")
    }
}

/// `word` as a shell reads it back.
private func shellQuoted(_ word: String) -> String {
    let isPlain = word.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_=.,/:+".contains($0))
    }
    return isPlain && !word.isEmpty
        ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
}

/// An option with an invalid value.
enum OptionError: Error, Hashable, CustomStringConvertible {
    case jobs(String)
    case only(String)
    case bench(String)

    var description: String {
        switch self {
        case .jobs(let text): "--jobs is '\(text)': it must be a whole number from 1 to 1024"
        case .bench(let line):
            "'\(line)' is no request: it must be build METHOD UNITS BATCH TRUNCATION or "
                + "build_layers METHOD UNITS BATCH DEPTH NORMALIZED, then run WINDOWS; or peak, "
                + "or memory"
        case .only(let text): "--only is '\(text)': it must be failed or missing"
        }
    }
}
