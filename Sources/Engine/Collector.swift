import Store
import Sweeps

extension ResultsFolder {
    /// Reads the plan's cells and lays them out over its axes; what is missing is NaN, and a place
    /// without a cell has no name. A cell whose file cannot be used is a row with the reason. The
    /// complete ones go into the folder's index.
    package func collect(_ plan: Plan) -> CollectedRecord {
        var collection = Collection(plan)
        var index = CellIndex(of: self)
        var isChanged = false
        var places: [String: Int] = [:]
        for position in plan.indices {
            guard plan.isPlanned(position) else {
                collection.add(nil, Self.unread("", .pending, ""))
                continue
            }
            let cell = plan[position]
            if let place = places[cell.identity] {
                collection.add(cell, collection.cells[place])
            } else {
                places[cell.identity] = cell.index
                let stamp = CellIndex.Stamp(self.cell(cell))
                let content = read(cell)
                if let stamp, let run = content.provenance, content.status == .complete {
                    index.add(cell.identity, stamp, wallTime: run.wallTime)
                    isChanged = true
                }
                collection.add(cell, content)
            }
        }
        if isChanged { index.write() }
        return collection.record
    }

    /// Reads one cell's file.
    private func read(_ cell: PlannedCell) -> Collection.Cell {
        do {
            guard let record = try record(of: cell) else {
                return Self.unread(cell.identity, .pending, "")
            }
            let header = record.header
            let measurements = try CellMeasurements(
                record.datasets, isComplete: header.status == .complete)
            return Collection.Cell(
                identity: cell.identity, status: header.status, reason: header.failure ?? "",
                provenance: header.provenance, measurements: measurements)
        } catch { return Self.unread(cell.identity, .unusable, "\(error)") }
    }

    private static func unread(
        _ identity: String, _ status: CellStatus, _ reason: String
    ) -> Collection.Cell {
        Collection.Cell(
            identity: identity, status: status, reason: reason, provenance: nil, measurements: nil)
    }
}
