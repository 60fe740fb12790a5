import Store
import Sweeps

/// How a planned cell stands, by what its file says.
public enum CellState: Hashable, Sendable {
    case pending
    case complete
    case failed(String)
    case diverged(String)

    public var status: CellStatus {
        switch self {
        case .pending: .pending
        case .complete: .complete
        case .failed: .failed
        case .diverged: .diverged
        }
    }

    /// Why it failed or diverged.
    public var message: String? {
        switch self {
        case .pending, .complete: nil
        case .failed(let message), .diverged(let message): message
        }
    }
}

extension ResultsFolder {
    /// Visits all cells of a plan, in its order, with how they stand; the files of those in the index
    /// are not opened.
    /// - Throws: as `state`.
    public func visit(
        _ plan: Plan, _ visit: (PlannedCell, CellState) -> Void
    ) throws(EngineError) {
        let index = CellIndex(of: self)
        for cell in plan {
            // A cell's identity takes longer than all else: without an index it is asked for once.
            let isKnown = !index.isEmpty && index.isComplete(cell.identity)
            visit(cell, isKnown ? .complete : try state(of: cell))
        }
    }

    /// How `cell` stands. The whole configuration in its file is compared, not the file's name.
    /// - Throws: `EngineError.otherConfiguration`, `EngineError.unreadableCell`.
    public func state(of cell: PlannedCell) throws(EngineError) -> CellState {
        guard let header = try header(of: cell) else { return .pending }
        let failure = header.failure ?? ""
        return switch header.status {
        case .pending: .pending
        case .complete: .complete
        case .failed: .failed(failure)
        case .diverged: .diverged(failure)
        }
    }

    /// What the cell's file says about itself; nil when there is none.
    func header(of cell: PlannedCell) throws(EngineError) -> CellHeader? {
        let path = self.cell(cell)
        let header: CellHeader
        do { header = try CellRecord.readHeader(path) } catch {
            if case .missing = error { return nil }
            throw .unreadableCell(error)
        }
        try check(header, against: cell)
        return header
    }

    func check(_ header: CellHeader, against cell: PlannedCell) throws(EngineError) {
        let wanted = cell.configuration.json
        guard header.configurationJSON != wanted else { return }
        throw .otherConfiguration(
            path: self.cell(cell),
            differences: Configuration.differences(
                stored: header.configurationJSON, wanted: wanted))
    }
}

extension CellHeader {
    /// The header of a run of `cell`.
    public init(
        _ cell: PlannedCell, experiment: String, status: CellStatus, failure: String?,
        provenance: Provenance
    ) {
        var axes = Attributes()
        for assignment in cell.axes { axes[assignment.setting] = Attribute(assignment.value) }
        self.init(
            title: "\(experiment): \(cell.description)", experiment: experiment,
            cellID: cell.identity, configurationJSON: cell.configuration.json,
            seed: Int64(cell.configuration[.seed]), axes: axes, status: status, failure: failure,
            provenance: provenance)
    }
}

extension Attribute {
    init(_ value: Value) {
        self =
            switch value {
            case .integer(let integer): .integer(Int64(integer))
            case .real(let real): .real(real)
            case .text(let text): .text(text)
            }
    }
}
