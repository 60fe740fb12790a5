import ArgumentParser
import Sweeps
import Vocabulary

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the experiments, or the settings.",
        discussion: """
            Examples:
              presage list
              presage list --settings
            """)

    @Flag(help: "List the settings instead: what --set and an Axis can name.")
    var settings = false

    func run() {
        if settings {
            listSettings()
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

    private func listSettings() {
        for setting in SettingName.allCases.map(\.definition) {
            let unit = Quantity.bracketed(setting.units, ("[", "]"))
            print("\(setting.word)=\(setting.defaultValue)\(unit)")
            print("    \(setting.summary); \(setting.domain)")
        }
    }
}
