import Foundation
import Store
import Sweeps
import Vocabulary

extension CollectedRecord {
    /// The largest number of places that an error names.
    private static let named = 3

    /// Checks that a file's collected cells are those of a plan. As with the files of cells, nothing is
    /// taken from a name: the experiment, the size, every axis and every configuration are compared.
    /// - Parameter path: the file, for errors.
    /// - Throws: `CollectedFileError`.
    package func check(against plan: Plan, at path: String) throws(CollectedFileError) {
        func expect(_ what: String, _ found: [String], _ wanted: [String])
            throws(CollectedFileError)
        {
            if found != wanted {
                throw .otherSweep(path, what: what, found: found, wanted: wanted)
            }
        }
        try expect("experiment", [experiment], [plan.experiment.name])
        try expect("size", [attributes.text("size") ?? ""], [plan.size.rawValue])
        let wanted = Collection(plan).axisDatasets
        try expect("axes", axes.map(\.name), wanted.map(\.name))
        for (found, wanted) in zip(axes, wanted) where found.elements != wanted.elements {
            try expect(found.name, found.elements.texts, wanted.elements.texts)
            throw .misfit(path, found.name)
        }
        try checkVariables(over: wanted, count: plan.count, at: path)
        try checkConfigurations(of: plan, at: path)
    }

    /// Checks that every variable lies over the axes, and that those are there which each file has.
    private func checkVariables(
        over axes: [Dataset], count: Int, at path: String
    ) throws(CollectedFileError) {
        let (names, shape) = (axes.map(\.name), axes.map(\.elements.count))
        for variable in variables {
            let isOver =
                variable.dimensions.starts(with: names) && variable.shape.starts(with: shape)
            let rest = variable.dimensions.dropFirst(names.count)
            guard isOver, rest.count <= 1,
                rest.allSatisfy({ name in coordinates.contains { $0.name == name } })
            else { throw .misfit(path, variable.name) }
        }
        for name in ["cell_id", "config_json"] where self[name]?.elements.texts.count != count {
            throw .misfit(path, name)
        }
        guard case .int64(let states)? = self["status"]?.elements, states.count == count,
            states.allSatisfy({ CellStatus(rawValue: $0) != nil })
        else { throw .misfit(path, "status") }
    }

    private func checkConfigurations(of plan: Plan, at path: String) throws(CollectedFileError) {
        var faults: [String] = []
        for (position, stored) in (self["config_json"]?.elements.texts ?? []).enumerated() {
            let wanted = plan.isPlanned(position) ? plan.configuration(at: position).json : ""
            guard stored != wanted else { continue }
            let place = plan[position].axes.map(\.description).joined(separator: " ")
            if stored.isEmpty || wanted.isEmpty {
                faults.append("\(place): \(stored.isEmpty ? "no cell" : "a cell") in the file")
                continue
            }
            // A setting that was added since is at its default in the older file.
            let differences = Configuration.differences(stored: stored, wanted: wanted)
            if !differences.isEmpty {
                faults.append("\(place): \(differences.joined(separator: "; "))")
            }
        }
        guard !faults.isEmpty else { return }
        throw .otherConfigurations(path, Array(faults.prefix(Self.named)), count: faults.count)
    }
}

extension Elements {
    /// The elements as words.
    fileprivate var texts: [String] {
        switch self {
        case .strings(let texts): texts
        case .int64(let values): values.map(\.description)
        case .float32(let values): values.map(\.description)
        case .float64(let values): values.map(\.description)
        }
    }
}

extension ResultsFolder {
    /// Whether there is the file of any cell, of whatever sweep of the experiment.
    package var hasCells: Bool { names(in: "cells").contains { $0.hasSuffix(".h5") } }
}

/// A reason that a collected file is none of a sweep.
package enum CollectedFileError: Error, Hashable, Sendable {
    /// A file that is damaged, another program's or a newer one's, not there or not to be read.
    case unusable(StoreError)
    /// Another experiment, another size, other axes, or other values on one.
    case otherSweep(String, what: String, found: [String], wanted: [String])
    /// Cells with other settings, by their places.
    case otherConfigurations(String, [String], count: Int)
    /// A variable that is missing, or does not lie over the axes.
    case misfit(String, String)
}

extension CollectedFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unusable(let error):
            "\(error): "
                + (error.fault == .newer
                    ? "read it with that newer program"
                    : "bring it back as it was written, or run the cells anew")
        case .otherSweep(let path, let what, let found, let wanted):
            "\(path) is of another sweep: \(what) is \(list(found)) there and \(list(wanted)) here; "
                + "run the cells anew, or take the experiment as it was"
        case .otherConfigurations(let path, let faults, let count):
            "\(path) is of another sweep: \(faults.joined(separator: "; "))"
                + (count > faults.count ? "; and at \(count - faults.count) more places" : "")
                + "; run the cells anew, or take the experiment as it was"
        case .misfit(let path, let name):
            "\(path): \(name) is missing or does not lie over the axes: it was changed by another "
                + "program"
        }
    }

    private func list(_ words: [String]) -> String {
        words.isEmpty ? "missing" : words.map { $0.oneLine(limit: 60) }.joined(separator: ", ")
    }
}
