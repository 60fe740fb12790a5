import Engine
import Store
import Sweeps

/// The cells of one stage of a sweep as a run finds them.
struct SweepSurvey {
    let plan: Plan
    /// The cells to run.
    private(set) var cells: [PlannedCell] = []
    /// The files in the place of wanted cells that are not touched.
    private(set) var unusable: [UnusableFile] = []
    private(set) var counts: [CellStatus: Int] = [:]
    private(set) var estimate: SweepEstimate

    /// The cells of a part of a stage.
    /// - Parameters:
    ///   - list: the cells that are meant; nil for all.
    ///   - estimate: what is known of the cells of other stages.
    init(
        _ plan: Plan, in part: PlaceSelection, _ list: CellList?, _ selection: CellSelection,
        _ folder: ResultsFolder, estimate: SweepEstimate = SweepEstimate()
    ) {
        self.plan = plan
        self.estimate = estimate
        folder.visit(plan, in: part) { cell, state, cost in
            guard list?.contains(cell) ?? true else { return }
            counts[state.status, default: 0] += 1
            if let cost { self.estimate.learn(from: cell, cost) }
            guard selection.takes(state) else { return }
            if case .unusable(let reason) = state, !reason.isDamage {
                unusable.append(reason)
            } else {
                cells.append(cell)
            }
        }
    }

    var count: Int { counts.values.reduce(0, +) }

    /// The cells in words: those of the first of two stages are trials.
    var noun: String { plan.isTuning ? "trials" : "cells" }
}
