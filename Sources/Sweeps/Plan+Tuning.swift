import Vocabulary

extension Plan {
    /// Whether settings of the sweep are tuned before it is run.
    package var isTuned: Bool { tuning != nil }

    /// The axes at each place of which a choice is made; none where nothing is tuned.
    package var choiceAxes: [SettingName] { tuning?.axes ?? [] }

    /// The measures that decide; none where nothing is tuned.
    package var choiceQuantities: [Quantity] { tuning?.quantities ?? [] }

    /// The settings that are tuned: axes of the trials, none of the sweep itself.
    package var tunedSettings: [SettingName] { tuning?.settings.map(\.setting) ?? [] }

    /// Whether the cells are trials.
    package var isTuning: Bool { if case .tuning = stage { true } else { false } }

    /// Whether a place of the plan has a cell. A place among trials has none where its values are not in
    /// the grid there; one of a sweep has none yet as long as its settings are not chosen.
    package func isPlanned(_ index: Int) -> Bool {
        guard let tuning else { return !isTuning }
        let grid = grid(at: index)
        switch stage {
        case .tuning: return !grid.isEmpty && tuning.hasTrial(place(of: index), in: grid)
        case .judged(let choices):
            return grid.isEmpty || choices?.settings(at: place(of: index)) != nil
        }
    }

    /// How many places wait for the choice of their settings.
    package var waitingCount: Int {
        isTuned && !isTuning ? indices.count { !isPlanned($0) } : 0
    }

    /// The settings chosen for a place; none where none are, or none are yet.
    func chosen(at index: Int) -> [Assignment] {
        guard case .judged(let choices?) = stage else { return [] }
        return choices.settings(at: place(of: index)) ?? []
    }

    /// What trials have otherwise than the sweep besides what is tuned: values on its axes, and settings.
    package var tuningDifferences: [Override] {
        isTuning ? tuning?.differences ?? [] : []
    }

    /// The settings of a trial that are in the grid at its place: the values of a place on the others
    /// mean nothing.
    package func trial(at index: Int) -> [Assignment] {
        guard isTuning else { return [] }
        let own = Set(grid(at: index).map(\.setting))
        return place(of: index).filter { own.contains($0.setting) }
    }

    /// The values of one tuned setting at a place, in the grid there and in their order; none where it is
    /// not varied.
    package func gridValues(of setting: SettingName, at index: Int) -> [Value] {
        inOrder(grid(at: index).first { $0.setting == setting }?.values ?? [])
    }

    /// The grid of trials at a place; none where nothing is tuned.
    private func grid(at index: Int) -> [AxisSpecification] {
        tuning.map { $0.grids[grids[index / gridStride]] } ?? []
    }

    /// The number of cells of one place on the axes that say which grid it has.
    private var gridStride: Int {
        let inner = Set(tunedSettings).union([.seed])
        return axes.filter { inner.contains($0.setting) }.reduce(1) { $0 * $1.values.count }
    }

    /// The grid of each place.
    /// - Throws: `SweepError.noGrid` for a place that reads no grid whole.
    func gridsByPlace() throws(SweepError) -> [Int] {
        guard let tuning else { return [] }
        var grids: [Int] = []
        for index in stride(from: 0, to: count, by: gridStride) {
            guard let grid = tuning.grid(of: untuned(at: index)) else {
                throw .noGrid(
                    place(of: index).filter { tuning.axes.contains($0.setting) },
                    tuned: tuning.declared[0])
            }
            grids.append(grid)
        }
        return grids
    }
}

extension Experiment {
    /// The tuning at a size: the size's own, or the experiment's.
    private func tune(at size: SizeSpecification) throws(SweepError) -> Tune? {
        let declared = size.tunings.isEmpty ? tunings : size.tunings
        guard declared.count <= 1 else { throw .repeatedTuning(declared.count, experiment: name) }
        return declared.first
    }

    /// The layout of the tuning at a size; nil where nothing is tuned.
    /// - Throws: `SweepError`, `SettingError` for a faulty tuning.
    func tuning(at size: SizeSpecification, overrides: [Override]) throws -> TuningLayout? {
        guard let tune = try tune(at: size) else { return nil }
        try tune.check(in: self)
        return TuningLayout(tune, self, overrides: overrides)
    }
}
