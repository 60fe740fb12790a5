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

    func run() {
        if settings {
            listSettings()
        } else if words {
            listWords()
        } else {
            listExperiments()
        }
    }

    private func listExperiments() {
        for experiment in Catalogue.experiments {
            let sizes = experiment.sizes.map(\.name.rawValue).joined(separator: ", ")
            print("\(experiment.name)  (\(sizes))")
            if let note = experiment.notes.first { print("    \(note)") }
            for axis in experiment.axes {
                let values = axis.values.map(\.description).joined(separator: ", ")
                print("    \(axis.setting): \(values)")
            }
        }
    }

    private func listWords() {
        func list(_ kind: String, _ words: [(word: String, label: String, source: String)]) {
            print(kind)
            for word in words { print("    \(word.word): \(word.label); \(word.source)") }
        }
        list("task", TaskKind.allCases.map { ($0.rawValue, $0.spec.label, $0.spec.source) })
        list("cell", CellKind.allCases.map { ($0.rawValue, $0.spec.label, $0.spec.source) })
        list("method", Method.allCases.map { ($0.name, $0.label, $0.source) })
    }

    private func listSettings() {
        for setting in SettingName.allCases.map(\.definition) {
            let unit = Quantity.bracketed(setting.units, ("[", "]"))
            print("\(setting.word)=\(setting.defaultValue)\(unit)")
            print("    \(setting.summary); \(setting.domain)")
        }
    }
}
