import Sweeps
import Vocabulary

/// The experiments that the command line knows.
enum Catalogue {
    /// Bound once, around the whole command.
    @TaskLocal static var experiments: [Experiment] = []

    /// - Throws: `CatalogueError.repeated` when two experiments have one name.
    static func check() throws(CatalogueError) {
        var names: Set<String> = []
        for experiment in experiments where !names.insert(experiment.name).inserted {
            throw .repeated(experiment.name)
        }
    }

    /// - Throws: `CatalogueError.unknown`.
    static func experiment(named name: String) throws(CatalogueError) -> Experiment {
        guard let experiment = experiments.first(where: { $0.name == name }) else {
            throw .unknown(name, choices: experiments.map(\.name))
        }
        return experiment
    }
}

/// What can be wrong with the list of experiments, or with a name that it should have.
enum CatalogueError: Error, Hashable, CustomStringConvertible {
    case unknown(String, choices: [String])
    case repeated(String)

    var description: String {
        switch self {
        case .unknown(let name, let choices):
            let hint =
                nearestWord(to: name, among: choices).map { "did you mean '\($0)'? " } ?? ""
            return "unknown experiment '\(name)': \(hint)experiments are "
                + choices.joined(separator: ", ")
        case .repeated(let name):
            return "two experiments are called '\(name)': give one of them another name"
        }
    }
}
