import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Engine

@Suite struct CollectorTests {
    private func curve(_ positions: [Int64], _ values: [Double]) -> [Dataset] {
        [
            Dataset(coordinate: "update", .int64(positions)),
            Dataset(
                "train_loss", dimensions: ["update"], shape: [values.count], .float64(values),
                attributes: ["units": "bits"]),
            Dataset("updates", .int64([positions.last ?? 0])),
        ]
    }

    @Test func cellsLieOverTheAxesAndWhatIsMissingIsNaN() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        let plan = try samplePlan()
        try write(plan[0], to: folder, datasets: curve([10, 20], [1, 2]))
        try write(
            plan[1], to: folder, status: .diverged, failure: "update 12",
            datasets: curve([10], [3]))
        try write(plan[3], to: folder, datasets: curve([20, 30], [4, 5]))
        let record = folder.collect(plan)
        #expect(record.axes.map(\.name) == ["truncation", "seed"])
        #expect(record.axes[0].elements == .int64([2, 20]))
        #expect(record.coordinates.map(\.elements) == [.int64([10, 20, 30])])
        let nan = Double.nan
        #expect(
            record["train_loss"]?.elements
                == .float64([1, 2, nan, 3, nan, nan, nan, nan, nan, nan, 4, 5]))
        #expect(record["train_loss"]?.dimensions == ["truncation", "seed", "update"])
        #expect(record["train_loss"]?.attributes.text("units") == "bits")
        #expect(record["updates"]?.elements == .float64([20, 10, nan, 30]))
        #expect(record["status"]?.elements == .int64([0, 3, 1, 0]))
        #expect(record["failure"]?.elements == .strings(["", "update 12", "", ""]))
        #expect(record["git_commit"]?.elements == .strings(["c0ffee", "c0ffee", "", "c0ffee"]))
        try record.write(to: folder.page(of: []).collected)
        #expect(try CollectedRecord.read(folder.page(of: []).collected) == record)
    }

    @Test func timePerUpdateIsWallTimeOverUpdates() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        let plan = try samplePlan()
        try write(plan[0], to: folder, datasets: curve([20], [1]))
        try write(plan[1], to: folder, status: .failed, failure: "no memory")
        try write(plan[2], to: folder, status: .diverged, datasets: curve([0], [1]))
        let record = folder.collect(plan)
        // Sample cells take one second.
        #expect(record["wall_time_per_update"]?.elements == .float64([50, .nan, .nan, .nan]))
        #expect(record["wall_time_per_update"]?.attributes.text("units") == "ms")
        #expect(record["wall_time_s"]?.elements == .float64([1, 1, 1, .nan]))
        #expect(record["cpu_time_s"]?.elements == .float64([0.5, 0.5, 0.5, .nan]))
    }

    @Test func nothingRunYetIsAllPending() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        let record = try folder.collect(samplePlan())
        #expect(record["status"]?.elements == .int64([1, 1, 1, 1]))
        #expect(record.coordinates.isEmpty)
    }
}
