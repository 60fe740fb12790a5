import Store
import Sweeps
import Vocabulary

@testable import Reports

/// A small sweep with results, for figures.
enum FigureSample {
    static let solved = Quantity(
        "solved_length", label: "longest solved length N", digits: 1, better: .higher)

    static func plan(_ part: any ReportPart, seeds: Int = 2, depths: [Int] = [2, 3, 16]) throws
        -> Plan
    {
        let experiment = Experiment("sample") {
            Problem(.copy(symbols: 2))
            Sweep {
                Axis(.truncation, depths)
                Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
                Seeds(seeds)
            }
            Size(.smoke, updates: 20)
            Report { part }
        }
        return try Plan(experiment, size: .smoke)
    }

    /// Results with a point at 10, half of the given value unless said, and one at 20, which is the value
    /// itself, beside a loss that is always 1; cells take 4 s.
    static func results(
        _ plan: Plan, _ values: [Double], halves: [Double]? = nil, statuses: [Int64]? = nil,
        names: [String] = [], over coordinate: String = "update"
    ) -> SweepResults {
        let axes = plan.axes.map(\.setting.word)
        let shape = plan.axes.map(\.values.count)
        func single(_ name: String, _ elements: Elements) -> Dataset {
            Dataset(name, dimensions: axes, shape: shape, elements)
        }
        return SweepResults(
            plan,
            CollectedRecord(
                title: "", experiment: "sample", attributes: [:], axes: [],
                coordinates: [
                    Dataset(
                        coordinate: coordinate, .int64([10, 20]),
                        attributes: ["long_name": "updates"])
                ],
                variables: [
                    single("status", .int64(statuses ?? values.map { _ in 0 })),
                    single("wall_time_s", .float64(values.map { _ in 4 })),
                    Dataset(
                        "solved_length", dimensions: axes + [coordinate], shape: shape + [2],
                        .float64(zip(halves ?? values, values).flatMap { [$0 / 2, $1] })),
                    Dataset(
                        "train_loss", dimensions: axes + [coordinate], shape: shape + [2],
                        .float64(values.flatMap { _ in [1, 1] })),
                ] + names.map { single($0, .float64(values)) }))
    }

    /// Truncations 2, 3, 16 by two methods by two seeds.
    static let values: [Double] = [1, 3, 4, 6, 2, 2, 5, 9, 3, 5, 8, 8]
}
