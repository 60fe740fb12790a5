import Presage

/// Does what a synthesizer brings on Copy grow with the network and with training?
let copySizes = Experiment("copy-sizes") {
    Note(
        """
        The paper's table has an LSTM of 256 units with batches of 256 and far longer runs than a \
        desk allows. Here are two smaller networks, the larger with larger batches as well, over \
        three lengths of training, each four times the one before: what a synthesizer brings to \
        either, and what has levelled off. Step sizes are chosen by trials of a quarter of the \
        longest. The paper's own size, as far as it can be gone here, is copy-paper-size.
        """)
    Problem(.copy(symbols: 2))
    With(.cell, .lstm)
    Optimize(.adam(rate: 1e-3), batch: 32)
    With(.sgScale, 0.3)
    With(.synthesizerLearningRate, 3e-4)
    Sweep {
        Axis(.units, [64, 128])
        Axis(.truncation, [3, 5])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
        Seeds(8)
    }
    Where(.units, 128) { With(.batch, 64) }
    Size(.smoke, updates: 64, seeds: 2) {
        Axis(.units, [8, 128])
        With(.recordEvery, 4)
        With(.curriculumStart, 4)
    }
    Size(.quick, updates: 6_400, seeds: 7) {
        With(.recordEvery, 400)
        Axis(.truncation, [3])
    }
    Size(.desk, updates: 64_000) {
        With(.recordEvery, 1_000)
        Tune(per: .units, .method, seeds: 2, by: .solvedLength, .heldOutLoss) {
            Axis(.truncation, [3])
            With(.budget, 16_000)
            trialsOnCopies
        }
    }
    Report {
        Table(
            .solvedLength.after(4_000), rows: .method, columns: .truncation,
            beside: .jaderberg2017Copy)
        Table(.solvedLength.after(16_000), rows: .method, columns: .truncation)
        Table(.solvedLength.after(64_000), rows: .method, columns: .truncation)
        Table(.solvedLengthNow, rows: .method, columns: .truncation)
        Curve(.solvedLength, by: .method, per: .truncation)
        Claim("P2a", "A synthesizer at the boundary learns longer sequences than the window can.") {
            Compare(
                .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT, expecting: .greater)
        }
    }
}
