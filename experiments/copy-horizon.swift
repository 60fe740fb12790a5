import Presage

/// Does a synthesizer at the window's end let an LSTM learn past its window?
let copyHorizon = Experiment("copy-horizon") {
    Note(
        """
        A window of T steps cuts the gradient: what happens after the window cannot teach what \
        happened before. A synthesizer at the window's end predicts the gradient that was cut off. \
        If that prediction is worth anything, an LSTM trained with it learns longer dependencies \
        than one trained with the same window alone.
        """)
    Note(
        """
        The task is Copy: see N random symbols and a delimiter, then say the symbols again. N grows \
        by one whenever the error on held-out sequences falls below 0.15 bits per symbol, and the \
        figure of merit is the largest N so mastered within a fixed number of updates. All methods \
        start from the same weights and see the same data.
        """)
    Problem(.copy(symbols: 2))
    Network(.lstm(units: 64))
    Optimize(.adam(rate: 1e-3), batch: 32)
    Sweep {
        Axis(.truncation, [2, 3, 5, 8, 20])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear), .synthetic(.mlpSkip)])
        Seeds(5)
    }
    Size(.smoke, updates: 60, seeds: 2) {
        With(.recordEvery, 20)
        With(.units, 16)
        // Three windows of three steps: the first run of a capture has boundaries and losses.
        With(.curriculumStart, 4)
    }
    Size(.quick, updates: 16_000, seeds: 2)
    Size(.desk, updates: 100_000) { With(.recordEvery, 1_000) }
    Report {
        Table(
            .solvedLength, rows: .truncation, columns: .method, beside: .jaderberg2017Copy)
        Table(.trainingBits, rows: .truncation, columns: .method)
        Note("The loss is that of the length then trained on: a longer one is a harder one.")
        Curve(.solvedLength, by: .method, per: .truncation)
        Claim("P2a", "A synthesizer at the boundary learns sequences longer than the window can.") {
            Compare(
                .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT, expecting: .greater)
            Compare(
                .solvedLength, of: .synthetic(.mlpSkip), with: .truncatedBPTT, expecting: .greater)
        }
    }
}
