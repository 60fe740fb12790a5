import TestSupport
import Testing

@testable import Store

@Suite struct CollectedRecordTests {
    @Test func whatIsWrittenIsReadBack() throws {
        let folder = try TemporaryFolder()
        let record = CollectedRecord(
            title: "x, size smoke", experiment: "x", attributes: ["size": "smoke"],
            axes: [
                Dataset(coordinate: "truncation", .int64([2, 3])),
                Dataset(coordinate: "method", .strings(["truncated_bptt", "sg_linear"])),
            ],
            coordinates: [Dataset(coordinate: "update", .int64([10, 20]))],
            variables: [
                Dataset(
                    "status", dimensions: ["truncation", "method"], shape: [2, 2],
                    .int64([0, 0, 1, 2])),
                Dataset(
                    "train_loss", dimensions: ["truncation", "method", "update"],
                    shape: [2, 2, 2], .float64([1, 2, 3, 4, .nan, .nan, 7, 8])),
            ])
        try record.write(to: folder.path("x.h5"))
        #expect(try CollectedRecord.read(folder.path("x.h5")) == record)
        #expect(record["train_loss"]?.shape == [2, 2, 2])
    }
}
