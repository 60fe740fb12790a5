import Store
import Sweeps
import Testing
import Vocabulary

@testable import Reports

/// What a report says of the data.
@Suite struct DataTextTests {
    private func lines(_ facts: [(Quantity, [Double])]) throws -> [String] {
        let plan = try Plan(sample, size: .smoke)
        let record = sampleRecord(plan)
        let told = facts.map { quantity, values in
            Dataset(
                quantity.name, dimensions: plan.axes.map(\.setting.word),
                shape: plan.axes.map(\.values.count), .float64(values))
        }
        return DataText(
            SweepResults(
                plan,
                CollectedRecord(
                    title: record.title, experiment: record.experiment,
                    attributes: record.attributes, axes: record.axes,
                    coordinates: record.coordinates, variables: record.variables + told))
        ).lines
    }

    private func all(_ value: Double) -> [Double] { .init(repeating: value, count: 8) }

    @Test func nothingIsSaidWhereThereAreNoData() throws { #expect(try lines([]).isEmpty) }

    @Test func whatWasMetWithIsSaidOnce() throws {
        #expect(
            try lines([
                (.trainingCharacters, all(900)), (.vocabularySize, all(50)),
                (.unseenCharacters, all(0)), (.lineEndsRead, all(12)),
            ]) == [
                "Data: 900 characters to train on, 50 symbols of the vocabulary, "
                    + "12 line ends CRLF or CR read as LF."
            ])
    }

    /// Cells that are missing, and numbers that no count can be, are passed over.
    @Test func cellsWithOtherDataAreToldApart() throws {
        let values: [Double] = [.nan, 900, 900, 900, 1.8e20, -.infinity, 0.5, 901]
        #expect(
            try lines([(.trainingImages, values)]) == [
                "Data: 900 images to train on.", "Data: 901 images to train on.",
            ])
    }
}
