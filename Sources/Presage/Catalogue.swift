import Sweeps

/// The experiments that the command line knows.
enum Catalogue {
    /// Bound once, around the whole command.
    @TaskLocal static var experiments: [Experiment] = []

    /// - Throws: `CatalogueError`.
    static func experiment(named name: String) throws(CatalogueError) -> Experiment {
        guard let experiment = experiments.first(where: { $0.name == name }) else {
            throw CatalogueError(name: name, choices: experiments.map(\.name))
        }
        return experiment
    }
}

/// There is no experiment of that name.
struct CatalogueError: Error, Hashable, CustomStringConvertible {
    let name: String
    let choices: [String]

    var description: String {
        let hint = nearestWord(to: name, among: choices).map { "did you mean '\($0)'? " } ?? ""
        return "unknown experiment '\(name)': \(hint)experiments are "
            + choices.joined(separator: ", ")
    }
}
