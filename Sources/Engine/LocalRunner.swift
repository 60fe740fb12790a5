import Foundation
import Store
import Sweeps
import Synchronization
import Vocabulary

/// Runs cells on this machine, some of them side by side.
package struct LocalRunner: Sendable {
    /// The number of cells that run at a time.
    package let jobs: Int
    let folder: ResultsFolder
    /// The program and arguments that run one cell.
    let command: @Sendable (PlannedCell) throws -> [String]
    /// What the program reads first on its standard input, which stays open until it ends.
    let input: @Sendable (PlannedCell) throws -> String
    /// The variables added to a cell's environment.
    let environment: [String: String]
    /// The provenance of a failed cell that took so many seconds.
    let provenance: @Sendable (PlannedCell, Double) -> Provenance

    package init(
        jobs: Int, folder: ResultsFolder, environment: [String: String],
        command: @escaping @Sendable (PlannedCell) throws -> [String],
        input: @escaping @Sendable (PlannedCell) throws -> String = { _ in "" },
        provenance: @escaping @Sendable (PlannedCell, Double) -> Provenance
    ) {
        self.jobs = jobs
        self.folder = folder
        self.command = command
        self.input = input
        self.environment = environment
        self.provenance = provenance
    }

    /// Runs `cells`, the longest first, so that none is left running alone at the end.
    ///
    /// A cell that fails is recorded with its message and the others go on.
    /// - Throws: the first error that kept a failure from being recorded.
    package func run(_ cells: [PlannedCell], progress: SweepProgress) throws {
        let queue = CellQueue(cells.sorted { ($1.work, $0.index) < ($0.work, $1.index) })
        let group = DispatchGroup()
        for _ in 0..<min(jobs, cells.count) {
            group.enter()
            Thread {
                while let cell = queue.next() {
                    do { try run(cell, progress) } catch { queue.stop(error) }
                }
                group.leave()
            }.start()
        }
        group.wait()
        if let error = queue.error { throw error }
    }

    private func run(_ cell: PlannedCell, _ progress: SweepProgress) throws {
        if case .unusable(let reason) = folder.state(of: cell), reason.isDamage {
            progress.note("\(reason): set aside as \(try folder.setAside(cell))")
        }
        let process = CellProcess(
            command: try command(cell), input: try input(cell), environment: environment)
        progress.begin(cell)
        let ending = try process.run { progress.advance(cell, to: $0) }
        if let failure = ending.failure {
            let header = CellHeader(
                cell, experiment: folder.experiment, status: .failed, failure: failure,
                provenance: provenance(cell, ending.seconds))
            try CellRecord(header: header, datasets: [], groups: []).write(to: folder.cell(cell))
        }
        progress.end(cell, as: folder.state(of: cell), seconds: ending.seconds)
    }
}

/// The cells not begun, taken by several threads.
private final class CellQueue: Sendable {
    private let state: Mutex<(cells: ArraySlice<PlannedCell>, error: (any Error)?)>

    init(_ cells: [PlannedCell]) { state = Mutex((cells[...], nil)) }

    func next() -> PlannedCell? { state.withLock { $0.cells.popFirst() } }

    /// Begins no more cells.
    func stop(_ error: any Error) {
        state.withLock { state in
            state.cells = []
            state.error = state.error ?? error
        }
    }

    var error: (any Error)? { state.withLock(\.error) }
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
