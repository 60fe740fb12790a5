import Foundation
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Engine
@testable import Reports

/// Cells with data of any kind: whatever they measured, and whatever was added to their files, there
/// is a collected file that reads back, and a report.
@Suite struct MeasuredDataChaosTests {
    private static let reals: [Double] = [
        0, -0.0, 1, 0.5, -3, 1e300, -1e300, 1.8e20, 9.3e18, .greatestFiniteMagnitude, .infinity,
        -.infinity, .nan, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-300, 0.1, 42,
    ]
    private static let integers: [Int64] = [0, 1, -1, 20, 1 << 53, .max, .min, 1 << 62, 60]
    private static let names = [
        "solved_length", "train_loss", "updates", "held_out_loss", "evaluation", "update",
        "time_step", "lag", "a b", "", "status", "truncation", "cell_id", "config_json", "ä", "x/y",
        "solved_length_symbols", "wall_time_s", "position", "coordinate", "seed",
    ]
    private static let units = ["", "1", "symbols", "bits", "bits per symbol", "a\nb", "'`", "ä"]

    private static func attributes(_ numbers: inout TestNumbers) -> Attributes {
        var attributes = Attributes()
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0: break
        case 1: attributes["units"] = .reals([])
        case 2: attributes["units"] = .integer(.max)
        case 3: attributes["quantity"] = "solved_length"
        case _:
            attributes["units"] = .text(units.randomElement(using: &numbers) ?? "")
            attributes["long_name"] = .text(units.randomElement(using: &numbers) ?? "")
        }
        return attributes
    }

    private static func elements(_ count: Int, _ numbers: inout TestNumbers) -> Elements {
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0: .strings((0..<count).map { _ in "word" })
        case 1: .float32((0..<count).map { _ in Float(reals.randomElement(using: &numbers) ?? 0) })
        case 2, 3: .int64((0..<count).map { _ in integers.randomElement(using: &numbers) ?? 0 })
        case _: .float64((0..<count).map { _ in reals.randomElement(using: &numbers) ?? 0 })
        }
    }

    private static func dataset(_ numbers: inout TestNumbers) -> Dataset {
        let name = names.randomElement(using: &numbers) ?? ""
        let rank = [0, 0, 1, 1, 1, 2, 3].randomElement(using: &numbers) ?? 0
        let shape = (0..<rank).map { _ in Int.random(in: 0...4, using: &numbers) }
        let dimensions = shape.map { _ in names.randomElement(using: &numbers) ?? "" }
        return Dataset(
            name, dimensions: dimensions, shape: shape,
            elements(shape.reduce(1, *), &numbers), attributes: attributes(&numbers))
    }

    /// A cell of some curves that fit, and others.
    private static func datasets(_ numbers: inout TestNumbers) -> [Dataset] {
        let count = Int.random(in: 0...5, using: &numbers)
        let coordinate = ["update", "evaluation", "time_step"].randomElement(using: &numbers) ?? ""
        let all = Set((0..<count).map { _ in integers.randomElement(using: &numbers) ?? 0 })
            .sorted()
        var datasets = [
            Dataset(coordinate: coordinate, .int64(all), attributes: attributes(&numbers)),
            Dataset(
                "solved_length", dimensions: [coordinate], shape: [all.count],
                .float64(all.map { _ in reals.randomElement(using: &numbers) ?? 0 }),
                attributes: attributes(&numbers)),
            Dataset("updates", elements(1, &numbers)),
        ]
        for _ in 0..<Int.random(in: 0...4, using: &numbers) { datasets.append(dataset(&numbers)) }
        if Bool.random(using: &numbers) { datasets.shuffle(using: &numbers) }
        return datasets
    }

    private let experiment = Experiment("sample") {
        Problem(.copy(symbols: 2))
        Sweep {
            Axis(.truncation, [2, 3])
            Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
            Seeds(3)
        }
        Size(.smoke, updates: 20)
        Report {
            Table(.solvedLength, rows: .truncation, columns: .method)
            Overview(
                [.solvedLength.beforeTraining, .solvedLength, .heldOutLoss],
                of: .synthetic(.linear), rows: .truncation, .seed)
            Curve(.solvedLength, by: .method, per: .truncation)
            Curve(.solvedLength, by: .truncation, per: .method)
            Claim("P", "It does.") {
                Compare(
                    .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT,
                    expecting: .greater)
                Compare(.heldOutLoss, of: .truncation, 2, threshold: 1e300, expecting: .less)
            }
        }
    }

    @Test func everyCollectionIsReported() throws {
        let plan = try Plan(experiment, size: .smoke)
        let folder = try TemporaryFolder()
        var numbers = TestNumbers(seed: 21)
        var used = 0
        for trial in 0..<Chaos.trials(short: 40, long: 2000) {
            var collection = Collection(plan)
            for cell in plan {
                let provenance = Provenance.current(
                    commit: "c0ffee", isDirty: trial % 2 == 0 ? "yes" : "no",
                    instructionSet: "plain", command: "presage",
                    wallTime: Self.reals.randomElement(using: &numbers) ?? 0)
                let datasets = Self.datasets(&numbers)
                do {
                    let measurements = try CellMeasurements(datasets, isComplete: true)
                    let status =
                        [CellStatus.complete, .diverged].randomElement(using: &numbers) ?? .complete
                    collection.add(
                        cell,
                        .init(
                            identity: cell.identity, status: status, reason: "a\nb",
                            provenance: provenance, measurements: measurements))
                    used += 1
                } catch {
                    collection.add(
                        cell,
                        .init(
                            identity: cell.identity, status: .unusable, reason: "\(error)",
                            provenance: nil, measurements: nil))
                }
            }
            let record = collection.record
            let names =
                record.axes.map(\.name) + record.coordinates.map(\.name)
                + record.variables.map(\.name)
            #expect(Set(names).count == names.count, "\(names)")
            let path = folder.path("sample.h5")
            try record.write(to: path)
            #expect(try CollectedRecord.read(path) == record)
            let results = SweepResults(plan, record)
            let tables = CSVTables(results: results)
            #expect(!ReportPage(plan: plan, results: results, figures: []).text.isEmpty)
            #expect(!tables.curves.isEmpty)
            // Drawing takes longest by far.
            if trial % 20 == 0 { _ = try ReportWriter.write(plan, record, to: folder.path) }
            let table = try RunsTable(csv: tables.runs)
            let comparison = Comparison(table, table, names: ("a", "b"))
            #expect(comparison.matchCount == plan.count)
            #expect(
                comparison.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                    .contains("\(plan.count) of \(plan.count)."))
        }
        #expect(used > 100)
    }

    /// A collected file whose numbers of states are none.
    @Test(arguments: [1e300, -1, 0.5, .nan, .infinity, 4.000001])
    func aNumberThatIsNoStateIsPending(number: Double) throws {
        let plan = try Plan(sample, size: .smoke)
        var record = sampleRecord(plan)
        for index in record.variables.indices where record.variables[index].name == "status" {
            record.variables[index] = Dataset(
                "status", dimensions: record.variables[index].dimensions,
                shape: record.variables[index].shape, .float64(Array(repeating: number, count: 8)))
        }
        #expect(SweepResults(plan, record).status(of: 0) == .pending)
    }
}
