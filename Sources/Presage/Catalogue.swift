import Sweeps
import Vocabulary

/// The experiments that the command line knows.
enum Catalogue {
    /// The experiments, bound once around the whole command.
    @TaskLocal static var experiments: [Experiment] = []

    /// Checks that the names differ.
    /// - Throws: `CatalogueError.repeated` when two experiments have one name.
    static func check() throws(CatalogueError) {
        var names: Set<String> = []
        for experiment in experiments where !names.insert(experiment.name).inserted {
            throw .repeated(experiment.name)
        }
    }

    /// Finds an experiment.
    /// - Throws: `CatalogueError.unknown` when none has that name.
    static func experiment(named name: String) throws(CatalogueError) -> Experiment {
        guard let experiment = experiments.first(where: { $0.name == name }) else {
            throw .unknown(name, choices: experiments.map(\.name))
        }
        return experiment
    }
}

/// A fault of the list of experiments, or of a name looked for in it.
enum CatalogueError: Error, Hashable, CustomStringConvertible {
    case unknown(String, choices: [String])
    case repeated(String)

    var description: String {
        switch self {
        case .unknown(let name, let choices):
            let hint = hint(at: name, among: choices)
            return "unknown experiment '\(oneLine(name))': \(hint)experiments are "
                + choices.joined(separator: ", ")
                + "; a new one is known once it is in the list in main.swift"
        case .repeated(let name):
            return "two experiments are called '\(name)': give one of them another name"
        }
    }
}
