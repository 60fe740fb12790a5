import Engine
import Reports
import Store
import Sweeps
import Vocabulary

/// A sweep as the command line names it, before anything is read.
struct SweepSpecification {
    let experiment: Experiment
    let size: SizeName
    let overrides: [Override]
    let folder: ResultsFolder

    /// The sweep of some options.
    /// - Throws: `CatalogueError`, `SweepError`, `SettingError`, `OptionError`.
    init(_ options: SweepOptions) throws {
        try options.checkResults()
        experiment = try Catalogue.experiment(named: options.experiment)
        size = try SizeName(option: options.size, of: experiment)
        overrides = try options.allOverrides.map { try Override(parsing: $0) }
        folder = ResultsFolder(root: options.results, size: size, experiment: experiment.name)
    }

    /// A stage of the sweep.
    /// - Parameters:
    ///   - place: the settings that name the place of one cell, each of which is an axis.
    ///   - fingerprints: those of the data; nil where they are not known yet.
    func plan(
        _ stage: Plan.Stage, at place: Set<SettingName> = [],
        _ fingerprints: DataFingerprints? = nil
    ) throws -> Plan {
        try Plan(
            experiment, size: size, overrides: overrides, stage: stage, swept: place,
            completing: { fingerprints?.completed($0) ?? $0 })
    }

    /// The folder of the sweep's page.
    var page: PageFolder { folder.page(of: overrides) }

    /// The sweep as its collected files have it; neither cells nor data are read. Nil where there is no
    /// such file.
    /// - Throws: `SweepError`, `SettingError`; `CollectedFileError` for a file that cannot be used or is
    ///   of another sweep, `StoreError` where the machine cannot read.
    func collected() throws -> SweepStages? {
        let draft = try plan(.judged(nil))
        try folder.checkReadable()
        guard page.hasCollected else { return nil }
        let record = try read(page.collected)
        guard draft.isTuned else {
            let judged = try plan(.judged(nil), DataFingerprints(of: [record]))
            try record.check(against: judged, at: page.collected)
            return SweepStages(judged, record, tuning: nil, in: folder)
        }
        let trialRecord = try read(page.trials)
        let fingerprints = DataFingerprints(of: [record, trialRecord])
        let trials = try plan(.tuning, fingerprints)
        try trialRecord.check(against: trials, at: page.trials)
        let outcome = TuningOutcome(trials, trialRecord)
        let judged = try plan(.judged(outcome.choices), fingerprints)
        try record.check(against: judged, at: page.collected)
        return SweepStages(judged, record, tuning: (trialRecord, outcome), in: folder)
    }

    private func read(_ path: String) throws -> CollectedRecord {
        do throws(StoreError) { return try CollectedRecord.read(path) } catch {
            guard error.fault != .environment else { throw error }
            throw CollectedFileError.unusable(error)
        }
    }
}

extension SweepOptions {
    /// Lays the sweep out and checks everything it will read.
    /// - Parameter place: the settings that name the place of one cell, each of which is an axis.
    /// - Throws: `CatalogueError`, `SweepError`, `SettingError`, `OptionError`, `Contradiction`,
    ///   `DataError`, `EngineError` where results cannot be read.
    func stages(at place: Set<SettingName> = []) throws -> SweepStages {
        let sweep = try SweepSpecification(self)
        let draft = try sweep.plan(.judged(nil), at: place)
        let fingerprints = try draft.checkCells()
        if place.isEmpty {
            for note in draft.notes { printError(escaped("note: \(note)")) }
        }
        try sweep.folder.checkReadable()
        guard draft.isTuned else {
            return SweepStages(
                try sweep.plan(.judged(nil), at: place, fingerprints), in: sweep.folder)
        }
        let trials = try sweep.plan(
            .tuning, at: place, try sweep.plan(.tuning, at: place).checkCells())
        return try SweepStages(trials: trials, in: sweep.folder) { choices in
            try sweep.plan(.judged(choices), at: place, fingerprints)
        }
    }
}
