import Presage

/// Does a synthesizer at the window's end let an LSTM learn past its window?
let copyHorizon = Experiment("copy-horizon") {
    Note(
        """
        A window of T steps cuts the gradient: an error after the window corrects nothing that was \
        computed before. A synthesizer at the window's end predicts the gradient that was cut off. \
        If that prediction is worth anything, an LSTM trained with it learns longer dependencies \
        than one trained with the same window alone.
        """)
    Note(
        """
        The task is Copy: see N random symbols and a delimiter, then say the symbols again. N grows \
        by one whenever the error on held-out sequences falls below 0.15 bits per symbol, and the \
        figure of merit is the largest N so mastered within a fixed number of updates. All methods \
        start from the same weights and see the same sequences, until one of them masters a length \
        before the others: from there on each sees those of the length that it has come to.
        """)
    Note(
        """
        BPTT of T+k is the control: truncated BPTT given one more step, which costs what a linear \
        synthesizer costs. The oracle's gradient is the exact one, by looking ahead: the most that \
        any synthesizer could bring. +aux is the paper's DNI+Aux. Warm-up trains the synthesizer \
        for a while (the setting warm_up) before it is applied. BP(λ) regresses it to λ-returns \
        (return_lambda).
        """)
    Problem(.copy(symbols: 2))
    Network(.lstm(units: 64))
    Optimize(.adam(rate: 1e-3), batch: 32)
    // The paper scales by 0.1. In trials at T = 3 a linear synthesizer or one with a skip did well at
    // any scale from 0.1 to 1, best at 0.3; an MLP without a skip needs 0.1 and a step size of 1e-4 to
    // do better than none.
    With(.sgScale, 0.3)
    With(.synthesizerLearningRate, 3e-4)
    Sweep {
        Axis(.truncation, [2, 3, 4, 5, 8])
        Axis(
            .method,
            [
                .truncatedBPTT, .truncatedBPTTExtra, .synthetic(.linear),
                .synthetic(.linear, .warmUp), .synthetic(.mlp), .synthetic(.mlp, .auxiliary),
                .synthetic(.mlpSkip), .synthetic(.mlpSkip, .auxiliary), .bpLambda(.linear), .oracle,
            ])
        Seeds(5)
    }
    Size(.smoke, updates: 60, seeds: 2) {
        Axis(.method, [.truncatedBPTT, .synthetic(.linear), .synthetic(.mlpSkip)])
        With(.recordEvery, 20)
        With(.units, 16)
        // Three windows of three steps: the first run of a capture has boundaries and losses.
        With(.curriculumStart, 4)
    }
    Size(.quick, updates: 16_000, seeds: 2) {
        Axis(.truncation, [3, 5])
        Axis(
            .method,
            [
                .truncatedBPTT, .truncatedBPTTExtra, .synthetic(.linear), .synthetic(.mlpSkip),
                .synthetic(.mlpSkip, .auxiliary),
            ])
    }
    Size(.desk, updates: 50_000) { With(.recordEvery, 2_000) }
    Size(.paper, updates: 2_000_000) {
        paperSettings
        With(.synthesizerHidden, 1024)
        With(.sgScale, 0.1)
    }
    Report {
        Table(.solvedLength, rows: .method, columns: .truncation, beside: .jaderberg2017Copy)
        Table(.solvedSteps, rows: .method, columns: .truncation)
        Table(.trainingLoss, rows: .method, columns: .truncation)
        Note("The loss is that of the length then trained on: a longer one is a harder one.")
        Curve(.solvedLength, by: .method, per: .truncation)
        Claim("P2a", "A synthesizer at the boundary learns sequences longer than the window can.") {
            Compare(
                .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT, expecting: .greater)
            Compare(
                .solvedLength, of: .synthetic(.mlpSkip), with: .truncatedBPTT, expecting: .greater)
        }
        Claim("P2a, T+k", "It does better than the longer window that the same work buys.") {
            Compare(
                .solvedLength, of: .synthetic(.linear), with: .truncatedBPTTExtra,
                expecting: .greater)
        }
        Claim("Aux", "An auxiliary task helps the synthesizer (DNI+Aux).") {
            Compare(
                .solvedLength, of: .synthetic(.mlpSkip, .auxiliary), with: .synthetic(.mlpSkip),
                expecting: .greater)
            Compare(
                .solvedLength, of: .synthetic(.mlp, .auxiliary), with: .synthetic(.mlp),
                expecting: .greater)
        }
        Claim("Skip", "An MLP synthesizer needs a linear skip from the state.") {
            Compare(
                .solvedLength, of: .synthetic(.mlpSkip), with: .synthetic(.mlp),
                expecting: .greater)
        }
        Claim("Warm-up", "Training the synthesizer before it is applied helps.") {
            Compare(
                .solvedLength, of: .synthetic(.linear, .warmUp), with: .synthetic(.linear),
                expecting: .greater)
        }
        Claim("BP(λ)", "Targets with less bootstrap train the synthesizer better.") {
            Compare(
                .solvedLength, of: .bpLambda(.linear), with: .synthetic(.linear),
                expecting: .greater)
        }
    }
}

/// What the paper says of its recurrent copy experiments, and what re-implementations add: LSTM 256,
/// batch 256, Adam 7e-5 (Jaderberg et al. 2017, section 3.1).
@ListBuilder<any SizePart> var paperSettings: [any SizePart] {
    With(.units, 256)
    With(.batch, 256)
    With(.learningRate, 7e-5)
    With(.synthesizerLearningRate, 7e-5)
    With(.recordEvery, 20_000)
}
