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
    /// The sweep with the settings that were chosen.
    private let judge: (TuningChoices) throws -> Plan

    /// A sweep of which nothing is tuned.
    init(_ judged: Plan, in folder: ResultsFolder) {
        (trials, tuning, self.judged, self.folder) = (nil, nil, judged, folder)
        judge = { _ in judged }
    }

    /// A sweep with the settings that the trials choose which have been run.
    init(
        trials: Plan, in folder: ResultsFolder, judge: @escaping (TuningChoices) throws -> Plan
    ) throws {
        let record = folder.collect(trials)
        let outcome = TuningOutcome(trials, record)
        (self.trials, tuning, self.folder) = (trials, (record, outcome), folder)
        judged = try judge(outcome.choices)
        self.judge = judge
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

extension SweepOptions {
    /// Lays the sweep out and checks everything it will read.
    /// - Parameter place: the settings that name the place of one cell, each of which is an axis.
    /// - Throws: `CatalogueError`, `SweepError`, `SettingError`, `OptionError`, `Contradiction`,
    ///   `DataError`, `EngineError` where results cannot be read.
    func stages(at place: Set<SettingName> = []) throws -> SweepStages {
        try checkResults()
        let experiment = try Catalogue.experiment(named: experiment)
        guard let size = SizeName(rawValue: size) else {
            throw SweepError.unknownSize(
                size, experiment: experiment.name,
                choices: experiment.sizes.map(\.name.rawValue))
        }
        let overrides = try allOverrides.map { try Override(parsing: $0) }
        func plan(_ stage: Plan.Stage, _ fingerprints: DataFingerprints? = nil) throws -> Plan {
            try Plan(
                experiment, size: size, overrides: overrides, stage: stage, swept: place,
                completing: { fingerprints?.completed($0) ?? $0 })
        }
        let draft = try plan(.judged(nil))
        let fingerprints = try draft.checkCells()
        if place.isEmpty {
            for note in draft.notes { printError(escaped("note: \(note)")) }
        }
        let folder = ResultsFolder(root: results, size: size, experiment: experiment.name)
        try folder.checkReadable()
        guard draft.isTuned else {
            return SweepStages(try plan(.judged(nil), fingerprints), in: folder)
        }
        let trials = try plan(.tuning, try plan(.tuning).checkCells())
        return try SweepStages(trials: trials, in: folder) { choices in
            try plan(.judged(choices), fingerprints)
        }
    }
}
