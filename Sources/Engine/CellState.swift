import Foundation
import Processes
import Store
import Sweeps
import Vocabulary

/// The state of a planned cell, by its file.
package enum CellState: Hashable, Sendable {
    case pending
    case complete
    case failed(String)
    case diverged(String)
    /// The file is there and cannot be used.
    case unusable(reason: UnusableFile)

    package var status: CellStatus {
        switch self {
        case .pending: .pending
        case .complete: .complete
        case .failed: .failed
        case .diverged: .diverged
        case .unusable: .unusable
        }
    }

    /// Whether a run takes the cell on unless told otherwise: it has no result, and nothing that
    /// belongs to somebody else is in its place.
    package var isToRun: Bool {
        switch self {
        case .pending, .failed: true
        case .complete, .diverged: false
        case .unusable(let reason): reason.isDamage
        }
    }

    /// The reason that the cell failed or diverged, or that its file cannot be used; nil otherwise.
    package var message: String? {
        switch self {
        case .pending, .complete: nil
        case .failed(let message), .diverged(let message): message
        case .unusable(let reason): "\(reason)"
        }
    }
}

extension ResultsFolder {
    /// Visits the distinct cells of a part of a plan, in its order, with their states and, of the
    /// complete ones, what they took; the files of those in the index are not opened. A file that
    /// comes meanwhile may not be seen.
    package func visit(
        _ plan: Plan, in part: PlaceSelection = PlaceSelection(),
        _ visit: (PlannedCell, CellState, CellCost?) throws -> Void
    ) rethrows {
        var index = CellIndex(of: self)
        // A large plan has many more cells than files: what is not there need not be looked for.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: cells)).map(Set.init)
        var opened = 0
        for cell in plan.distinctCells(in: part) {
            if let names, !names.contains(cell.identity + ".h5") {
                try visit(cell, .pending, nil)
                continue
            }
            if let cost = index.cost(of: cell.identity) {
                try visit(cell, .complete, cost)
                continue
            }
            let stamp = CellIndex.Stamp(self.cell(cell))
            let (state, wallTime) = stateAndTime(of: cell)
            guard state == .complete, let stamp, let wallTime else {
                try visit(cell, state, nil)
                continue
            }
            index.add(cell.identity, stamp, wallTime: wallTime)
            opened += 1
            try visit(cell, state, CellCost(wallTime: wallTime, bytes: stamp.size))
        }
        // Fewer are read as fast the next time.
        if opened >= 256 { index.write() }
    }

    /// The state of `cell`. The whole configuration in its file is compared, not the file's name.
    package func state(of cell: PlannedCell) -> CellState { stateAndTime(of: cell).state }

    /// The state of `cell`, and the seconds that its run took if there is one.
    private func stateAndTime(of cell: PlannedCell) -> (state: CellState, wallTime: Double?) {
        let header: CellHeader?
        do { header = try self.header(of: cell) } catch { return (.unusable(reason: error), nil) }
        guard let header else { return (.pending, nil) }
        let failure = header.failure ?? ""
        let state: CellState =
            switch header.status {
            case .complete: .complete
            case .failed: .failed(failure)
            case .diverged: .diverged(failure)
            case .pending, .unusable: .pending
            }
        return (state, header.provenance.wallTime)
    }

    /// The header of the cell's file; nil when there is none.
    func header(of cell: PlannedCell) throws(UnusableFile) -> CellHeader? {
        try read(cell, with: CellRecord.readHeader) { $0 }
    }

    /// The cell's header and curves; nil when there is no file.
    func record(of cell: PlannedCell) throws(UnusableFile) -> CellRecord? {
        try read(cell, with: CellRecord.readCurves, header: \.header)
    }

    private func read<Content>(
        _ cell: PlannedCell, with read: (String) throws(StoreError) -> Content,
        header: (Content) -> CellHeader
    ) throws(UnusableFile) -> Content? {
        let path = self.cell(cell)
        guard try UnusableFile.check(path) else { return nil }
        let content: Content
        do { content = try read(path) } catch {
            if let reason = UnusableFile(error, at: path) { throw reason }
            return nil
        }
        try check(header(content), against: cell)
        return content
    }

    /// Compares the whole configuration in a cell's file.
    func check(_ header: CellHeader, against cell: PlannedCell) throws(UnusableFile) {
        let wanted = cell.configuration.json
        guard header.configurationJSON != wanted else { return }
        // A setting that was added since is at its default in the older file.
        let differences = Configuration.differences(
            stored: header.configurationJSON, wanted: wanted)
        guard !differences.isEmpty else { return }
        throw .otherConfiguration(path: self.cell(cell), differences: differences)
    }

    /// Moves the file of a cell to `set-aside`, where it replaces none that was moved there before.
    /// - Returns: its new path.
    /// - Throws: `EngineError.notSetAside`.
    package func setAside(_ cell: PlannedCell) throws(EngineError) -> String {
        let (path, folder) = (self.cell(cell), file("set-aside"))
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
            throw .notSetAside(path, reason: systemMessage(errno))
        }
        let name = "\(folder)/\(cell.identity).h5"
        let names = sequence(first: 1) { $0 + 1 }.lazy.map { $0 == 1 ? name : "\(name).\($0)" }
        var information = stat()
        guard let free = names.first(where: { lstat($0, &information) != 0 }),
            rename(path, free) == 0
        else { throw .notSetAside(path, reason: systemMessage(errno)) }
        return free
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
