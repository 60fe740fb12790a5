import ArgumentParser
import Engine
import Store
import Sweeps

/// The options that name a part of a sweep's cells.
struct CellSelection: ParsableArguments {
    /// A state that cells are chosen by.
    enum Choice: String, CaseIterable, ExpressibleByArgument {
        case failed, missing, diverged, unusable

        /// Whether a cell is in that state.
        func contains(_ state: CellState) -> Bool {
            switch self {
            case .failed: state.status == .failed
            case .missing: state.status == .pending
            case .diverged: state.status == .diverged
            case .unusable: state.status == .unusable
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "Only the cells in one state: failed, missing, diverged or unusable.",
            valueName: "state"))
    var only: Choice?

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Only the cells with one of these values on an axis. May be repeated, once for each axis.",
            valueName: "axis=value,value"))
    var places: [String] = []

    /// Whether not the whole sweep is meant.
    var isPart: Bool { only != nil || !places.isEmpty }

    /// The part of a sweep that is named by places.
    /// - Throws: `SweepError`, `SettingError`.
    func part(of stages: SweepStages) throws -> PlaceSelection {
        try PlaceSelection(parsing: places, in: stages.plans)
    }

    /// Whether a list shows a cell in this state.
    func lists(_ state: CellState) -> Bool { only?.contains(state) ?? true }

    /// Whether a run takes on a cell in this state, as far as it may: files that are not damaged
    /// are not touched.
    func takes(_ state: CellState) -> Bool {
        only?.contains(state) ?? (state.isToRun || state.status == .unusable)
    }

    /// Whether a run may begin a cell in this state.
    func runs(_ state: CellState) -> Bool {
        if case .unusable(let reason) = state, !reason.isDamage { return false }
        return takes(state)
    }

    /// Numbers of cells in words: `28 complete, 2 pending`.
    static func text(_ counts: [CellStatus: Int]) -> String {
        CellStatus.allCases.compactMap { status in
            counts[status].map { "\($0) \(status.name)" }
        }.joined(separator: ", ")
    }
}
