import Presage

/// A quantity that Presage stores and names by itself only in passing.
let batchesBegun = Quantity(
    "batches", label: "batches begun", unit: "batches", digits: 0, better: .lower)

/// Figures of one's own, or of another paper, to stand beside the table.
let mine = PublishedTable(
    citation: "notebook, 12 March: longest solved length",
    caution: "one seed each",
    by: .truncation, columns: [("by hand", [2: "4", 4: "6"])])

/// The experiment that asks whether the longer window is worth it.
let batchesToSolve = Experiment("batches-to-solve") {
    Note("Copy, by the length of the window: how far one comes, and how many batches that takes.")
    Problem(.copy(symbols: 2))
    Network(.gru(units: 16))
    Optimize(.adam(rate: 3e-3), batch: 16)
    Sweep {
        Axis(.truncation, [2, 4])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
        Seeds(2)
    }
    Size(.quick, updates: 400) { With(.recordEvery, 100) }
    Report {
        Table(.solvedLength, rows: .method, columns: .truncation, beside: mine)
        Table(batchesBegun, rows: .method, columns: .truncation)
        Claim("Window", "The longer window solves longer sequences.") {
            Compare(.solvedLength, of: .truncation, 4, with: 2, along: .method, expecting: .greater)
        }
    }
}
