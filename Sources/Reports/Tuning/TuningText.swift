import Sweeps
import Vocabulary

/// What was chosen, on the page and as a table of its own.
struct TuningText {
    let outcome: TuningOutcome

    private var plan: Plan { outcome.plan }

    /// What the page says of it.
    var blocks: [PageBlock] {
        [.prose([introduction]), .table(table), .prose([remarks])]
    }

    private var introduction: String {
        let axes = list(plan.choiceAxes.map(\.word))
        let settings = list(plan.tunedSettings.map(\.word))
        let seeds = plan.axes.last?.values.map(\.description) ?? []
        let measures = plan.choiceQuantities.map { $0.label + $0.when }
            .joined(separator: ", where equal or missing by ")
        let counts = Set(outcome.places.map(\.trials.count)).sorted().map { "\($0)" }
        let count = counts.joined(separator: " or ")
        return
            "Tuned: \(settings), for each \(axes), with \(count) trials each on "
            + "seed\(seeds.count == 1 ? "" : "s") \(list(seeds)), not among those below; "
            + "chosen by the best mean of \(measures)." + difference
    }

    /// What trials have otherwise than the sweep.
    private var difference: String {
        let own = plan.tuningDifferences.map(\.description)
        return own.isEmpty ? "" : " In trials " + own.joined(separator: "; ") + "."
    }

    /// What was chosen, a line a place; a star behind a value at an end of its grid.
    private var table: PageTable {
        var table = PageTable(
            header: plan.choiceAxes.map(\.word) + plan.tunedSettings.map(\.word)
                + plan.choiceQuantities.map(\.name) + (hasNotes ? ["note"] : []))
        table.keys = plan.choiceAxes.count
        for place in outcome.places {
            let names = zip(plan.choiceAxes, place.values).map { name(of: $1, on: $0) }
            guard let chosen = place.chosen else {
                table.add(
                    names + plan.tunedSettings.map { _ in "waits" }
                        + plan.choiceQuantities.map { _ in "-" }
                        + (hasNotes ? [note(on: place)] : []))
                continue
            }
            let trial = place.trials[chosen]
            let settings = plan.tunedSettings.map { setting in
                value(of: setting, in: trial.settings).map {
                    $0 + (place.edges.contains(setting) ? "*" : "")
                } ?? "-"
            }
            let means = zip(plan.choiceQuantities, trial.means).map { fixed($1, $0.digits) }
            table.add(names + settings + means + (hasNotes ? [note(on: place)] : []))
        }
        return table
    }

    private var hasNotes: Bool { outcome.places.contains { !note(on: $0).isEmpty } }

    private func note(on place: TuningOutcome.Place) -> String {
        let failed = place.trials.count { $0.count(.failed) + $0.count(.unusable) > 0 }
        if place.chosen == nil { return failed > 0 ? "\(failed) failed" : "" }
        return switch place.doubt {
        case .unmeasured: "not measured"
        case .diverged: "all diverge"
        case .equal(let count): "of \(count) equal"
        case nil: ""
        }
    }

    private var remarks: String {
        var remarks: [String] = []
        if outcome.places.contains(where: { !$0.edges.isEmpty }) {
            remarks.append(
                "* at an end of its grid, of three values or more: a better value may lie beyond.")
        }
        if outcome.waitingCount > 0 {
            remarks.append(
                "waits: some trials are still to be run, or failed, and the cells there wait for them."
            )
        }
        let doubts = outcome.places.compactMap(\.doubt)
        if doubts.contains(.unmeasured) {
            remarks.append("not measured: no trial has the measure, and the first was taken.")
        }
        if doubts.contains(.diverged) {
            remarks.append(
                "all diverge: every trial does with some seed; the best of those was taken.")
        }
        if doubts.contains(where: { if case .equal = $0 { true } else { false } }) {
            remarks.append("equal: so many trials were equally good, and the first was taken.")
        }
        return remarks.joined(separator: " ")
    }

    /// The trials as a table for other programs, a line each.
    var csv: String {
        var text = CSVText(
            header: plan.choiceAxes.map(\.word) + plan.tunedSettings.map(\.word)
                + plan.choiceQuantities.map(\.name)
                + ["complete", "diverged", "to_run", "chosen", "at_edge"])
        for place in outcome.places {
            for (index, trial) in place.trials.enumerated() {
                let isChosen = place.chosen == index
                for value in place.values { text.add(value.description) }
                for setting in plan.tunedSettings {
                    text.add(value(of: setting, in: trial.settings) ?? "")
                }
                for mean in trial.means { text.add(mean) }
                let (complete, diverged) = (trial.count(.complete), trial.count(.diverged))
                text.add("\(complete)")
                text.add("\(diverged)")
                text.add("\(trial.counts.values.reduce(0, +) - complete - diverged)")
                text.add(isChosen ? "yes" : "no")
                text.add(isChosen ? place.edges.map(\.word).joined(separator: " ") : "")
                text.endLine()
            }
        }
        return text.text
    }

    private func value(of setting: SettingName, in settings: [Assignment]) -> String? {
        settings.first { $0.setting == setting }?.value.description
    }

    private func list(_ words: [String]) -> String {
        words.count < 2
            ? words.joined()
            : words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
    }
}
