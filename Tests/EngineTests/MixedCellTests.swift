import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Engine

/// Cells that measured different things, or had something added, in one collected file.
@Suite final class MixedCellTests {
    private let root: TemporaryFolder
    private let folder: ResultsFolder
    private let plan: Plan

    init() throws {
        root = try TemporaryFolder()
        folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        plan = try samplePlan()
    }

    private func curve(
        _ name: String, _ values: [Double], units: String, over coordinate: String,
        _ positions: [Int64], counting counted: String
    ) -> [Dataset] {
        [
            Dataset(
                coordinate: coordinate, .int64(positions), attributes: ["units": .text(counted)]),
            Dataset(
                name, dimensions: [coordinate], shape: [values.count], .float64(values),
                attributes: ["units": .text(units)]),
            Dataset("updates", .int64([positions.last ?? 0])),
        ]
    }

    /// A position in updates is no position in time steps.
    @Test func coordinatesThatCountDifferentThingsAreKeptApart() throws {
        try write(
            plan[0], to: folder,
            datasets: curve(
                "error", [1, 2], units: "bits", over: "evaluation", [10, 20], counting: "updates"))
        try write(
            plan[1], to: folder,
            datasets: curve(
                "error", [3, 4], units: "bits", over: "evaluation", [10, 30],
                counting: "time_steps"))
        let record = folder.collect(plan)
        let nan = Double.nan
        #expect(
            record.coordinates.map(\.name) == ["evaluation_updates", "evaluation_time_steps"])
        #expect(record.coordinates.map(\.elements) == [.int64([10, 20]), .int64([10, 30])])
        #expect(record["error"] == nil)
        #expect(
            record["error_evaluation_updates"]?.elements
                == .float64([1, 2, nan, nan, nan, nan, nan, nan]))
        #expect(
            record["error_evaluation_time_steps"]?.elements
                == .float64([nan, nan, 3, 4, nan, nan, nan, nan]))
        for name in ["error_evaluation_updates", "error_evaluation_time_steps"] {
            #expect(record[name]?.attributes.text("quantity") == "error")
        }
        #expect(record["updates"]?.elements == .float64([20, 30, nan, nan]))
    }

    /// The first cell's units are not everybody's, in whatever order the cells come.
    @Test(arguments: [["bits", "nats"], ["nats", "bits"]])
    func variablesOfSeveralUnitsAreKeptApart(units: [String]) throws {
        for (index, unit) in units.enumerated() {
            try write(
                plan[index], to: folder,
                datasets: curve(
                    "loss", [Double(index)], units: unit, over: "update", [10],
                    counting: "updates"))
        }
        let record = folder.collect(plan)
        for (index, unit) in units.enumerated() {
            let values = (0..<4).map { $0 == index ? Double(index) : .nan }
            #expect(record["loss_\(unit)"]?.elements == .float64(values))
            #expect(record["loss_\(unit)"]?.attributes.text("units") == unit)
        }
        #expect(record.coordinates.map(\.name) == ["update"])
    }

    /// A single value in one cell and a curve in another are two variables.
    @Test func valuesAndCurvesAreKeptApart() throws {
        try write(
            plan[0], to: folder,
            datasets: [Dataset("loss", .float64([1])), Dataset("updates", .int64([1]))])
        try write(
            plan[1], to: folder,
            datasets: curve("loss", [2], units: "", over: "update", [5], counting: "updates"))
        let record = folder.collect(plan)
        #expect(record["loss_single"]?.shape == [2, 2])
        #expect(record["loss_update"]?.shape == [2, 2, 1])
    }

    /// Units that read alike as names do not meet in one variable.
    @Test func namesOfUnitsDoNotCollide() throws {
        for (index, unit) in ["a b", "a-b", "ä", ""].enumerated() {
            try write(
                plan[index], to: folder,
                datasets: curve(
                    "loss", [1], units: unit, over: "update", [10], counting: "updates"))
        }
        let names = folder.collect(plan).variables.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.count { $0.hasPrefix("loss_") } == 4)
    }

    /// What somebody adds with another program has no part, and takes none away.
    @Test func whatIsForeignIsLeftAsideByName() throws {
        let own = curve(
            "loss", [1, 2], units: "bits", over: "update", [10, 20], counting: "updates")
        let foreign = [
            Dataset("a b", .float64([1])), Dataset("", .float64([1])),
            Dataset("ümlaut", .float64([1])),
            Dataset(String(repeating: "x", count: 200), .float64([1])),
            Dataset("truncation", .int64([7])), Dataset("status", .int64([1 << 60])),
            Dataset("config_json", .float64([1])), Dataset("words", .strings(["x"])),
            Dataset("matrix", dimensions: ["", ""], shape: [2, 2], .float64([1, 2, 3, 4])),
            Dataset("cube", dimensions: ["update", "", ""], shape: [2, 0, 0], .float64([])),
            Dataset("list", dimensions: [""], shape: [3], .float64([1, 2, 3])),
            Dataset("empty", dimensions: [""], shape: [0], .float64([])),
            Dataset(coordinate: "real_axis", .float64([0.5, .nan])),
            Dataset("curve", dimensions: ["real_axis"], shape: [2], .float64([1, 2])),
        ]
        let measurements = try CellMeasurements(own + foreign, isComplete: true)
        #expect(measurements.series.map(\.name) == ["loss", "updates"])
        #expect(Set(measurements.foreign) == Set(foreign.map(\.name)))
    }

    /// The collected file says what it left aside.
    @Test func whatIsLeftAsideIsSaid() throws {
        let own = curve(
            "loss", [1, 2], units: "bits", over: "update", [10, 20], counting: "updates")
        try write(
            plan[0], to: folder,
            datasets: own + [
                Dataset("status", .float64([1e300])),
                Dataset("matrix", dimensions: ["i", "j"], shape: [1, 1], .int64([.max])),
            ])
        try write(plan[1], to: folder, datasets: own + [Dataset("status", .int64([.min]))])
        let record = folder.collect(plan)
        #expect(record["status"]?.elements == .int64([0, 0, 1, 1]))
        #expect(record["loss"]?.elements.reals?.prefix(4) == [1, 2, 1, 2])
        #expect(record.attributes.text("left_out") == "matrix (1 cell), status (2 cells)")
        let path = folder.page(of: []).collected
        try record.write(to: path)
        #expect(try CollectedRecord.read(path) == record)
    }

    static let faults: [([Dataset], String)] = [
        (
            [
                Dataset(coordinate: "update", .int64([10, 20])),
                Dataset("loss", dimensions: ["update"], shape: [1], .float64([1])),
                Dataset("updates", .int64([20])),
            ], "loss has 1 values at 2 positions of update: the file was changed"
        ),
        (
            [Dataset(coordinate: "update", .int64([20, 10])), Dataset("updates", .int64([20]))],
            "the positions of update do not rise: the file was changed"
        ),
        (
            [Dataset(coordinate: "update", .int64([10, 10])), Dataset("updates", .int64([20]))],
            "the positions of update do not rise: the file was changed"
        ),
        ([Dataset("loss", .float64([1]))], "updates is missing: the file was changed"),
    ]

    /// A cell whose data were changed is no result, whatever its header says.
    @Test(arguments: faults)
    func aChangedCellIsUnusable(datasets: [Dataset], reason: String) throws {
        do {
            _ = try CellMeasurements(datasets, isComplete: true)
            Issue.record("no fault is found")
        } catch { #expect("\(error)" == reason) }
        // No file says so with our own writer, and of others' the reader says it.
        if reason.hasPrefix("loss has") { return }
        try write(plan[0], to: folder, datasets: datasets)
        let record = folder.collect(plan)
        #expect(record["status"]?.elements == .int64([4, 1, 1, 1]))
        #expect(record["failure"]?.elements == .strings([reason, "", "", ""]))
        // It is not in the index of complete ones.
        #expect(CellIndex(of: folder).cost(of: plan[0].identity) == nil)
    }

    /// The settings are in the collected file: whole, and one by one where cells differ.
    @Test func settingsAreCollected() throws {
        var experiment = sample
        Where(.truncation, 20) { With(.units, 8) }.add(to: &experiment)
        let plan = try Plan(experiment, size: .smoke)
        try write(plan[0], to: folder)
        let record = folder.collect(plan)
        #expect(
            record["config_json"]?.elements == .strings(plan.map(\.configuration.json)))
        let units = Double(plan[0].configuration[.units])
        #expect(record["units"]?.elements == .float64([units, units, 8, 8]))
        #expect(record["budget"] == nil)
    }
}
