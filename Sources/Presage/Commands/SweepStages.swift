import Engine
import Reports
import Store
import Sweeps

/// A sweep as far as it is known: the trials by which its settings are chosen, where it has any, and
/// its own cells, those without a choice still unknown.
struct SweepStages {
    /// The trials; nil where nothing is tuned.
    let trials: Plan?
    /// The cells that count.
    let judged: Plan
    let folder: ResultsFolder
    /// The collected trials and what they choose; nil where nothing is tuned.
    let tuning: (record: CollectedRecord, outcome: TuningOutcome)?
    /// The cells that count as a collected file has them; nil where the files of the cells are read.
    let collected: CollectedRecord?
    /// The sweep with the settings that were chosen.
    private let judge: (TuningChoices) throws -> Plan

    /// A sweep of which nothing is tuned.
    init(_ judged: Plan, in folder: ResultsFolder) {
        (trials, tuning, self.judged, self.folder) = (nil, nil, judged, folder)
        collected = nil
        judge = { _ in judged }
    }

    /// A sweep with the settings that the trials choose which have been run.
    init(
        trials: Plan, in folder: ResultsFolder, judge: @escaping (TuningChoices) throws -> Plan
    ) throws {
        let record = folder.collect(trials, with: .ofThisProgram)
        let outcome = TuningOutcome(trials, record)
        (self.trials, tuning, self.folder) = (trials, (record, outcome), folder)
        judged = try judge(outcome.choices)
        self.judge = judge
        collected = nil
    }

    /// A sweep as collected files have it.
    /// - Parameter tuning: the trials; nil where nothing is tuned.
    init(
        _ judged: Plan, _ collected: CollectedRecord,
        tuning: (record: CollectedRecord, outcome: TuningOutcome)?, in folder: ResultsFolder
    ) {
        (trials, self.judged, self.folder) = (tuning?.outcome.plan, judged, folder)
        (self.tuning, self.collected) = (tuning, collected)
        judge = { _ in judged }
    }

    /// The sweep with the settings that are chosen by now.
    func chosen() throws -> SweepStages {
        guard let trials else { return self }
        return try SweepStages(trials: trials, in: folder, judge: judge)
    }

    /// The stages in the order in which they are run.
    var plans: [Plan] { (trials.map { [$0] } ?? []) + [judged] }

    /// The stage that has a place: that of the trials for one of their seeds.
    func plan(at place: [Override]) -> Plan {
        let seed = place.first { $0.setting == .seed }?.values.first
        guard let trials, let seed, trials.axes.last?.values.contains(seed) == true else {
            return judged
        }
        return trials
    }

    /// How many places of the sweep wait for the choice of their settings, in words; nothing where none
    /// does.
    var waiting: String? {
        let count = judged.waitingCount
        guard count > 0, let outcome = tuning?.outcome else { return nil }
        return "\(count) \(count == 1 ? "place waits" : "places wait") for settings to be chosen: "
            + "\(outcome.waitingCount) of \(outcome.choiceCount) choices still have trials to be run"
    }
}
