import Store
import Sweeps
import Vocabulary

/// A small experiment with results written by hand.
let sample = Experiment("sample") {
    Note("Does it work?")
    Problem(.copy(symbols: 2))
    Sweep {
        Axis(.truncation, [2, 3])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
        Seeds(2)
    }
    Size(.smoke, updates: 20)
    Report {
        Table(.solvedLength, rows: .truncation, columns: .method, beside: .jaderberg2017Copy)
        Note("That is all.")
        Curve(.solvedLength, by: .method, per: .truncation)
        Claim("P2a", "It does.") {
            Compare(
                .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT, expecting: .greater)
        }.answering("Doubt: does it <ever>?")
    }
}

/// The experiment `sample` with another report.
func sample(reporting report: Report) -> Experiment {
    Experiment("sample") {
        Problem(.copy(symbols: 2))
        Sweep {
            Axis(.truncation, [2, 3])
            Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
            Seeds(2)
        }
        Size(.smoke, updates: 20)
        report
    }
}

extension CollectedRecord {
    /// Results written by hand over the axes of a plan.
    init(over plan: Plan, coordinates: [Dataset] = [], variables: [Dataset]) {
        let name = plan.experiment.name
        self.init(
            title: name, experiment: name, attributes: [:],
            axes: plan.axes.map { axis in
                Dataset(coordinate: axis.setting.word, .strings(axis.values.map(\.description)))
            }, coordinates: coordinates, variables: variables)
    }
}

/// Results with two points of `solved` a cell; the sixth cell failed, the seventh diverged early.
func sampleRecord(_ plan: Plan) -> CollectedRecord {
    let nan = Double.nan
    let names = plan.axes.map(\.setting.word)
    let shape = plan.axes.map(\.values.count)
    func variable(_ name: String, _ elements: Elements) -> Dataset {
        Dataset(name, dimensions: names, shape: shape, elements)
    }
    return CollectedRecord(
        over: plan,
        coordinates: [
            Dataset(
                coordinate: "update", .int64([10, 20]), attributes: ["long_name": "updates"])
        ],
        variables: [
            variable("status", .int64([0, 0, 0, 0, 0, 2, 3, 0])),
            variable(
                "failure",
                .strings(["", "", "", "", "", "no \"luck\", sorry", "update 12", ""])),
            variable("cell_id", .strings((0..<8).map { "cell_\($0)" })),
            variable("git_commit", .strings(Array(repeating: "c0ffee00000000", count: 8))),
            variable("wall_time_s", .float64([1, 1, 1, 1, 1, 0.5, 1, 1])),
            Dataset(
                "solved_length", dimensions: names + ["update"], shape: shape + [2],
                .float64([1, 4, 1, 5, 1, 6, 2, 7, 2, 3, nan, nan, 5, nan, 2, 6])),
        ])
}
