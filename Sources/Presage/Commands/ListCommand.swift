import ArgumentParser
import Sweeps
import Vocabulary

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the experiments, the settings, or the words.",
        discussion: """
            Examples:
              presage list
              presage list --settings
              presage list --words
            """)

    @Flag(help: "List the settings instead: what --set and an Axis can name.")
    var settings = false

    @Flag(help: "List the tasks, cells and methods instead, with their sources.")
    var words = false

    func validate() throws {
        if settings && words { throw ValidationError("--settings and --words exclude each other") }
    }

    func run() throws {
        if settings {
            try listSettings()
        } else if words {
            try listWords()
        } else {
            try listExperiments()
        }
    }

    private func listExperiments() throws {
        for experiment in Catalogue.experiments {
            let sizes = experiment.sizes.map(\.name.rawValue).joined(separator: ", ")
            try Output.line("\(experiment.name)  (\(sizes))")
            if let note = experiment.notes.first { try Output.line("    \(note)") }
            for axis in experiment.axes {
                let values = axis.values.map(\.description).joined(separator: ", ")
                try Output.line("    \(axis.setting): \(values)")
            }
        }
    }

    private func listWords() throws {
        func list(_ kind: String, _ words: [(word: String, label: String, source: String)]) throws {
            try Output.line(kind)
            for word in words { try Output.line("    \(word.word): \(word.label); \(word.source)") }
        }
        try list("task", TaskKind.allCases.map { ($0.rawValue, $0.spec.label, $0.spec.source) })
        try list("cell", CellKind.allCases.map { ($0.rawValue, $0.spec.label, $0.spec.source) })
        try list("method", Method.allCases.map { ($0.name, $0.label, $0.source) })
    }

    private func listSettings() throws {
        for setting in SettingName.allCases.map(\.definition) {
            let unit = Quantity.bracketed(setting.units, ("[", "]"))
            try Output.line("\(setting.word)=\(setting.defaultValue)\(unit)")
            try Output.line("    \(setting.summary); \(setting.domain)")
        }
    }
}
