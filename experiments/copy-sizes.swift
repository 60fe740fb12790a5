import Presage

/// Does what a synthesizer brings on Copy grow with the network and with training?
let copySizes = Experiment("copy-sizes") {
    Note(
        """
        The paper's table has an LSTM of 256 units with batches of 256 and far longer runs than a desk \
        allows. Here are two smaller networks over three lengths of training, each four times the one \
        before: what grows with size and with time, and what has levelled off. The paper's own size, as \
        far as it can be gone here, is copy-paper-size.
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
    Size(.quick, updates: 6_400, seeds: 6) {
        With(.recordEvery, 400)
        Axis(.truncation, [3])
    }
    Size(.desk, updates: 64_000) {
        With(.recordEvery, 1_000)
        Tune(per: .units, .method, seeds: 2, by: .solvedLength, .heldOutLoss) {
            Axis(.truncation, [3])
            With(.budget, 6_000)
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
        Claim("P2a, growth", "The larger network with a synthesizer learns longer ones.") {
            Compare(
                .solvedLength, of: .units, 128, with: 64, along: .truncation, expecting: .greater
            ).at(.method, .synthetic(.linear))
        }
    }
}

/// The paper's size of network and batch, as far as a desk allows.
let copyPaperSize = Experiment("copy-paper-size") {
    Note(
        """
        The paper's network: an LSTM of 256 units, batches of 256, synthetic gradients scaled by 0.1. \
        Its runs are longer than a desk allows and its number of seeds is not known; here are two \
        seeds, from which no verdict can be drawn, and the curves say what had levelled off. Step sizes \
        are chosen by short trials, since the paper's 7e-5 needs some 300,000 updates.
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
