import Store
import Sweeps
import Vocabulary

/// The state of a planned cell, by its file.
package enum CellState: Hashable, Sendable {
    case pending
    case complete
    case failed(String)
    case diverged(String)

    package var status: CellStatus {
        switch self {
        case .pending: .pending
        case .complete: .complete
        case .failed: .failed
        case .diverged: .diverged
        }
    }

    /// The reason that the cell failed or diverged; nil otherwise.
    package var message: String? {
        switch self {
        case .pending, .complete: nil
        case .failed(let message), .diverged(let message): message
        }
    }
}

extension ResultsFolder {
    /// Visits the distinct cells of a plan, in its order, with their states; the files of those in
    /// the index are not opened.
    /// - Throws: `EngineError.otherConfiguration`, `EngineError.unreadableCell`.
    package func visit(
        _ plan: Plan, _ visit: (PlannedCell, CellState) -> Void
    ) throws(EngineError) {
        let index = CellIndex(of: self)
        for cell in plan.distinctCells {
            visit(cell, index.isComplete(cell.identity) ? .complete : try state(of: cell))
        }
    }

    /// The state of `cell`. The whole configuration in its file is compared, not the file's name.
    /// - Throws: `EngineError.otherConfiguration`, `EngineError.unreadableCell`.
    package func state(of cell: PlannedCell) throws(EngineError) -> CellState {
        guard let header = try header(of: cell) else { return .pending }
        let failure = header.failure ?? ""
        return switch header.status {
        case .pending: .pending
        case .complete: .complete
        case .failed: .failed(failure)
        case .diverged: .diverged(failure)
        }
    }

    /// The header of the cell's file; nil when there is none.
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
        // A setting that was added since is at its default in the older file.
        let differences = Configuration.differences(
            stored: header.configurationJSON, wanted: wanted)
        guard !differences.isEmpty else { return }
        throw .otherConfiguration(path: self.cell(cell), differences: differences)
    }
}

extension CellHeader {
    /// The header of a run of `cell`.
    package init(
        _ cell: PlannedCell, experiment: String, status: CellStatus, failure: String?,
        provenance: Provenance
    ) {
        self.init(
            cell.configuration, axes: cell.axes.map(\.setting), experiment: experiment,
            status: status, failure: failure, provenance: provenance)
    }

    /// The header of a run of a configuration in a sweep over `axes`; those that the run does not
    /// read are left out.
    package init(
        _ configuration: Configuration, axes: [SettingName], experiment: String,
        status: CellStatus, failure: String?, provenance: Provenance
    ) {
        let canonical = configuration.canonical
        let places = axes.filter(canonical.reads.contains).map {
            Assignment($0, canonical.value(of: $0))
        }
        var attributes = Attributes()
        for place in places { attributes[place.setting.word] = Attribute(place.value) }
        self.init(
            title: "\(experiment): \(places.map(\.description).joined(separator: " "))",
            experiment: experiment, cellID: configuration.identity(axes: axes),
            configurationJSON: configuration.json, seed: Int64(configuration[.seed]),
            axes: attributes, status: status, failure: failure, provenance: provenance)
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
