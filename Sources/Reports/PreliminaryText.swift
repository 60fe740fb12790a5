import Store

/// The notice of a page as long as cells of its sweep are still to be run: how many have ended, when it
/// was made, and how it is made anew.
struct PreliminaryText {
    /// `12 of 60 cells`, with the trials where some of those are still to be run.
    let count: String
    private let created: String?
    private let command: String?

    /// The notice; nil when all cells have ended.
    /// - Parameters:
    ///   - tuning: the trials by which settings are chosen; nil where nothing is tuned.
    ///   - command: that which makes the page anew.
    init?(_ results: SweepResults, tuning: TuningOutcome?, command: String?) {
        func progress(_ results: SweepResults, _ noun: String) -> (isWhole: Bool, text: String) {
            // Places without a trial are none; cells that wait for their settings are to be run.
            let cells = results.distinctCells.filter {
                !results.plan.isTuning || results.plan.isPlanned($0)
            }
            let ended = cells.count { results.status(of: $0) != .pending }
            return (ended == cells.count, "\(ended) of \(cells.count) \(noun)")
        }
        let cells = progress(results, "cells")
        guard !cells.isWhole else { return nil }
        let trials = tuning.map { progress($0.results, "trials") }
        count = cells.text + (trials.map { $0.isWhole ? "" : " and \($0.text)" } ?? "")
        created = results.record.created
        self.command = command
    }

    /// The notice in sentences.
    var sentences: [String] {
        let time = created.map { ", made at \($0)" } ?? ""
        let again = command.map { ["To refresh it: \($0), then load it again."] } ?? []
        return [
            "Preliminary: a page of \(count) so far\(time).",
            "Numbers and verdicts may change as the others end.",
        ] + again
    }
}
