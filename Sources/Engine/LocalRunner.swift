import Processes
import Store
import Sweeps
import Vocabulary

/// Runs cells on this machine, some of them side by side.
package struct LocalRunner {
    /// The bounds of a sweep.
    package struct Limits {
        /// The cores that the cells run on.
        package var cores: CellCores
        /// How often a cell that fails is begun again.
        package var retries: Int
        package var cell: CellLimits

        package init(
            cores: CellCores, retries: Int = 0, cell: CellLimits = CellLimits()
        ) {
            self.cores = cores
            self.retries = retries
            self.cell = cell
        }
    }

    /// How a sweep ended.
    package struct Outcome {
        /// The signal that stopped it.
        package internal(set) var signal: Int32?
        /// The reason that nothing more could be written.
        package internal(set) var blocked: String?
        /// The cells that have ended, in whatever way.
        package internal(set) var ended = 0
        /// Those of them in whose place there is a file that cannot be used.
        package internal(set) var unusable = 0
        /// The cells that were stopped with a checkpoint, and without one.
        package internal(set) var checkpointed = 0
        package internal(set) var lost = 0
    }

    let limits: Limits
    let folder: ResultsFolder
    /// The program and arguments that run a cell.
    let command: [String]
    /// The variables added to a cell's environment.
    let environment: [String: String]
    /// The first line of a cell's standard input: what it is to do.
    let input: (PlannedCell) throws -> String
    /// The provenance of a failed cell that took so many seconds.
    let provenance: (PlannedCell, Double) -> Provenance
    /// Whether a cell is to run that is found in this state when its turn comes: another run may
    /// have been there.
    let isWanted: (CellState) -> Bool

    package init(
        limits: Limits, folder: ResultsFolder, command: [String], environment: [String: String],
        input: @escaping (PlannedCell) throws -> String,
        provenance: @escaping (PlannedCell, Double) -> Provenance,
        isWanted: @escaping (CellState) -> Bool
    ) {
        self.limits = limits
        self.folder = folder
        self.command = command
        self.environment = environment
        self.input = input
        self.provenance = provenance
        self.isWanted = isWanted
    }

    /// Runs `cells`, the longest first, so that none is left running alone at the end.
    ///
    /// A cell that fails is recorded with its message and the others go on.
    /// - Parameter signals: those that stop the sweep.
    package func run(
        _ cells: [PlannedCell], progress: SweepProgress, signals: StopSignals? = nil
    ) -> Outcome {
        let sorted = cells.sorted { ($1.work, $0.index) < ($0.work, $1.index) }
        var loop = SweepLoop(self, sorted, progress: progress, signals: signals)
        return loop.run()
    }

    /// Records a failure, unless there is a result by now.
    /// - Returns: the cell's state after it.
    /// - Throws: when its file cannot be written.
    func record(
        _ failure: String, of cell: PlannedCell, seconds: Double, said: [UInt8]
    ) throws -> CellState {
        let state = folder.state(of: cell)
        switch state {
        case .complete, .diverged: return state
        // What is not this program's stays.
        case .unusable(let reason) where !reason.isDamage: return state
        case .pending, .failed, .unusable: break
        }
        let header = CellHeader(
            cell, experiment: folder.experiment, status: .failed, failure: failure,
            provenance: provenance(cell, seconds))
        try CellRecord(header: header, datasets: [], groups: []).write(to: folder.cell(cell))
        folder.keepLog(said, of: cell)
        return .failed(failure)
    }
}

extension PlannedCell {
    /// The rough work of the cell, in time steps.
    var work: Int {
        switch configuration[.budgetUnit] {
        case .updates: configuration[.budget] * configuration[.truncation]
        case .timeSteps: configuration[.budget]
        }
    }
}
