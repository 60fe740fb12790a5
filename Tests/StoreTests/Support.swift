@testable import Store

/// A cell with one of everything.
func sampleCell(command: String = "presage cell x") -> CellRecord {
    var provenance = Provenance.current(
        commit: "c0ffee", isDirty: "no", instructionSet: "plain",
        command: command, wallTime: 1.5)
    provenance.createdUTC = "2026-01-02T03:04:05Z"
    provenance.peakMemory = 1 << 20
    let header = CellHeader(
        title: "x: truncation=3", experiment: "x", cellID: "truncation_3-0123456789abcdef",
        configurationJSON: #"{"seed":7,"data":"Ä \"quoted\".txt"}"#, seed: 7,
        axes: ["truncation": .integer(3), "method": "sg_linear", "learning_rate": .real(0.001)],
        status: .diverged, failure: "update 12: the loss is not finite", provenance: provenance)
    return CellRecord(
        header: header,
        datasets: [
            Dataset(
                coordinate: "update", .int64([10, 20, 30]), attributes: ["units": "updates"]),
            Dataset(
                "train_loss", dimensions: ["update"], shape: [3], .float64([1.5, .nan, 0.25]),
                attributes: ["long_name": "loss", "units": "bits"]),
            Dataset(coordinate: "evaluation", .int64([])),
            Dataset(
                "bits_per_character", dimensions: ["evaluation"], shape: [0], .float64([])),
            Dataset("updates", .int64([30])),
            Dataset("words", dimensions: ["word"], shape: [2], .strings(["", "naïve"])),
        ],
        groups: [
            Group(
                "parameters",
                datasets: [
                    Dataset(
                        "W_xh", dimensions: ["size_2", "size_3"], shape: [2, 3],
                        .float32([1, -0.0, .nan, 4, .infinity, 6])),
                    Dataset("b", dimensions: ["size_3"], shape: [3], .float32([7, 8, 9])),
                ]),
            Group(
                "capture",
                groups: [
                    Group(
                        "window_0", attributes: ["loss_scale": .real(2), "note": ""],
                        datasets: [Dataset("loss", .float64([0.5]))])
                ]),
        ])
}
