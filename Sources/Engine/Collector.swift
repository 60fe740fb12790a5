import Store
import Sweeps

extension ResultsFolder {
    /// A cell as it was read, and what the system knew of its file before.
    private typealias Found = (
        cell: PlannedCell, stamp: CellIndex.Stamp?, content: Collection.Cell
    )

    /// Reads the plan's cells and lays them out over its axes; what is missing is NaN, and a place
    /// without a cell has no name. A cell whose file cannot be used is a row with the reason. The
    /// complete ones go into the folder's index.
    /// - Parameter readers: processes that read many files at once; nil where there are none.
    package func collect(_ plan: Plan, with readers: CellReaders? = nil) -> CollectedRecord {
        var collection = Collection(plan)
        var index = CellIndex(of: self)
        var isChanged = false
        var places: [String: Int] = [:]
        let found = readers.map { read(plan, with: $0) } ?? [:]
        for position in plan.indices {
            guard plan.isPlanned(position) else {
                collection.add(nil, Self.unread("", .pending, ""))
                continue
            }
            let cell = found[position]?.cell ?? plan[position]
            if let place = places[cell.identity] {
                collection.add(cell, collection.cells[place])
            } else {
                places[cell.identity] = cell.index
                let (_, stamp, content) = found[position] ?? read(cell)
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

    /// Reads those files of the plan's cells that are there and can be used.
    private func read(_ plan: Plan, with readers: CellReaders) -> [Int: Found] {
        // To name the cells of a large plan takes long.
        guard readers.pay(for: names(in: "cells").count) else { return [:] }
        let requests = plan.distinctCells.compactMap { cell -> CellReaders.Request? in
            let path = self.cell(cell)
            guard (try? UnusableFile.check(path)) == true, let stamp = CellIndex.Stamp(path)
            else { return nil }
            return CellReaders.Request(cell: cell, path: path, stamp: stamp)
        }
        return readers.read(requests) { request, record in
            try check(record.header, against: request.cell)
            return (request.cell, request.stamp, try Self.content(of: record, request.cell))
        }
    }

    /// Reads one cell's file.
    private func read(_ cell: PlannedCell) -> Found {
        let stamp = CellIndex.Stamp(self.cell(cell))
        do {
            guard let record = try record(of: cell) else {
                return (cell, stamp, Self.unread(cell.identity, .pending, ""))
            }
            return (cell, stamp, try Self.content(of: record, cell))
        } catch { return (cell, stamp, Self.unread(cell.identity, .unusable, "\(error)")) }
    }

    private static func content(
        of record: CellRecord, _ cell: PlannedCell
    ) throws(CellFault) -> Collection.Cell {
        let header = record.header
        return Collection.Cell(
            identity: cell.identity, status: header.status, reason: header.failure ?? "",
            provenance: header.provenance,
            measurements: try CellMeasurements(
                record.datasets, isComplete: header.status == .complete))
    }

    private static func unread(
        _ identity: String, _ status: CellStatus, _ reason: String
    ) -> Collection.Cell {
        Collection.Cell(
            identity: identity, status: status, reason: reason, provenance: nil, measurements: nil)
    }
}
