import ArgumentParser
import Sweeps
import Vocabulary

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the experiments, or what experiment files and --set can name.",
        discussion: """
            Without an option: the experiments, their sizes and axes. With one, every entry begins with \
            what an experiment file says, and after two blanks has the word of the command line and of \
            the result files. --set gives settings; methods and words are values of settings, measures \
            are variables of the files.

            Examples:
              presage list
              presage list --settings
              presage list --methods | grep -A 1 conditioned
            """)

    @Flag(help: "The measured quantities: what a Table, a Curve or a Compare can name.")
    var measures = false

    @Flag(help: "The training methods with their sources: values of the setting method.")
    var methods = false

    @Flag(
        help:
            "The settings with their defaults, units and values: what With, Axis and --set can name."
    )
    var settings = false

    @Flag(
        help:
            "The words that other settings can have: tasks and cells with their sources, and more.")
    var words = false

    func validate() throws {
        let lists = [
            ("--measures", measures), ("--methods", methods), ("--settings", settings),
            ("--words", words),
        ].filter(\.1).map(\.0)
        if lists.count > 1 {
            throw ValidationError("\(lists.joined(separator: " and ")) exclude each other")
        }
    }

    func run() throws {
        if !measures && !methods && !settings && !words { return try listExperiments() }
        let entries =
            (measures ? VocabularyEntry.measures : [])
            + (methods ? VocabularyEntry.methods : [])
            + (settings ? VocabularyEntry.settings : [])
            + (words ? VocabularyEntry.words : [])
        for entry in entries {
            try Output.line("\(entry.spelling)  \(entry.word)")
            try Output.line("    \(entry.facts.joined(separator: "; "))")
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
}
