import Foundation
import Store
import Sweeps

extension ResultsFolder {
    /// Reads every file of the folder whole: the cells of the plans, the sweep's collected files, and
    /// whatever else lies in `cells` and `checkpoints`.
    /// - Parameters:
    ///   - stages: the stages of one sweep.
    ///   - progress: called with the number of files read, one after the other.
    ///   - report: called with a line for every fault.
    /// - Returns: the finished cells without a fault.
    package func verify(
        _ stages: [Plan], progress: (Int) -> Void, report: (String) throws -> Void
    ) rethrows -> [PlannedCell] {
        var finished: [PlannedCell] = []
        var planned: Set<String> = []
        var count = 0
        for cell in stages.flatMap({ Array($0.distinctCells) }) {
            planned.insert("\(cell.identity).h5")
            do throws(CellProblem) {
                guard let record = try soundRecord(of: cell) else { continue }
                if record.header.status != .failed { finished.append(cell) }
            } catch { try report(error.line) }
            count += 1
            progress(count)
        }
        let page = page(of: stages.first?.overrides ?? [])
        var others = [page.collected, page.trials]
        for folder in ["cells", "checkpoints"] {
            let read = folder == "cells" ? planned : []
            others += names(in: folder).filter { $0.hasSuffix(".h5") && !read.contains($0) }
                .map { file("\(folder)/\($0)") }
        }
        for path in others {
            do throws(StoreError) { _ = try HDF5File.read(path) } catch {
                switch error.fault {
                case .missing: continue
                case .damaged, .foreign, .newer, .forbidden, .environment: try report("\(error)")
                }
            }
            count += 1
            progress(count)
        }
        return finished
    }

    /// A fault of a cell's file, in a line.
    private struct CellProblem: Error { let line: String }

    private func soundRecord(of cell: PlannedCell) throws(CellProblem) -> CellRecord? {
        let record: CellRecord?
        do { record = try self.record(of: cell) } catch { throw CellProblem(line: "\(error)") }
        guard let record else { return nil }
        do {
            _ = try CellMeasurements(
                record.datasets, isComplete: record.header.status == .complete)
        } catch { throw CellProblem(line: "\(self.cell(cell)): \(error)") }
        return record
    }

    /// Compares a cell's file with that of another run of it.
    /// - Returns: what differs besides the provenance, by name; nil when nothing does.
    /// - Throws: `StoreError` when one of them cannot be read.
    package func difference(
        _ cell: PlannedCell, from other: ResultsFolder
    ) throws(StoreError) -> String? {
        var (ours, theirs) = (
            try HDF5File.read(self.cell(cell)), try HDF5File.read(other.cell(cell))
        )
        for name in Provenance.attributeNames {
            ours.attributes[name] = nil
            theirs.attributes[name] = nil
        }
        return firstDifference(ours, theirs, at: "")
    }
}

/// The path of the first object that differs between two groups; nil for equal ones.
private func firstDifference(_ one: Group, _ other: Group, at path: String) -> String? {
    if let name = one.attributes.names.first(where: { one.attributes[$0] != other.attributes[$0] })
    {
        return "the attribute \(path)\(name)"
    }
    for dataset in one.datasets where !other.datasets.contains(dataset) {
        return path + dataset.name
    }
    for group in one.groups {
        guard let twin = other.groups.first(where: { $0.name == group.name }) else {
            return path + group.name
        }
        if let difference = firstDifference(group, twin, at: "\(path)\(group.name)/") {
            return difference
        }
    }
    return one == other ? nil : "\(path.isEmpty ? "the root" : path), which holds more"
}
