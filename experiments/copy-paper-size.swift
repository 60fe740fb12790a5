import Presage

/// The paper's size of network and batch, as far as a desk allows.
let copyPaperSize = Experiment("copy-paper-size") {
    Note(
        """
        The paper's network: an LSTM of 256 units, batches of 256, synthetic gradients scaled by \
        0.1. Its runs are longer than a desk allows and its number of seeds is not known; here are \
        two seeds, from which no verdict can be drawn, and the curves say what had levelled off. \
        At desk size step sizes are chosen by trials of a tenth of the run, since the paper's 7e-5 \
        needs some 300,000 updates: they may be large ones, and what levels off may do so for \
        that.
        """)
    Problem(.copy(symbols: 2))
    Network(.lstm(units: 256))
    Optimize(.adam(rate: 5e-4), batch: 256)
    With(.sgScale, 0.1)
    With(.synthesizerLearningRate, 5e-4)
    Sweep {
        Axis(.truncation, [3, 5])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
        Seeds(2)
    }
    Size(.smoke, updates: 20, seeds: 1) {
        With(.units, 8)
        With(.batch, 4)
        With(.recordEvery, 10)
        With(.curriculumStart, 4)
    }
    Size(.quick, updates: 200, seeds: 1) { With(.recordEvery, 20) }
    Size(.desk, updates: 40_000) {
        With(.recordEvery, 1_000)
        Tune(per: .method, seeds: 1, by: .solvedLength, .heldOutLoss) {
            Axis(.truncation, [3])
            With(.budget, 4_000)
            Axis(.learningRate, [3e-4, 1e-3])
            Axis(.synthesizerLearningRate, [1e-4, 5e-4])
            Otherwise { Axis(.learningRate, [2e-4, 4e-4, 7e-4, 1.5e-3]) }
        }
    }
    Size(.paper, updates: 2_000_000) {
        paperSettings
        Axis(.truncation, [2, 3, 4, 5, 8])
    }
    Report {
        Table(.solvedLength, rows: .method, columns: .truncation, beside: .jaderberg2017Copy)
        Table(.solvedLength.after(10_000), rows: .method, columns: .truncation)
        Table(.solvedLengthNow, rows: .method, columns: .truncation)
        Curve(.solvedLength, by: .method, per: .truncation)
        Claim("P2a", "A synthesizer at the boundary learns longer sequences than the window can.") {
            Compare(
                .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT, expecting: .greater)
        }
    }
}
