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
        start from the same weights and see the same data until one of them masters a length before \
        another.
        """)
    Note(
        """
        BPTT of 2T is what one hopes for: two windows joined by a synthetic gradient should do what \
        one window twice as long does. BPTT of T+k has one more step, which costs what a linear \
        synthesizer costs. The oracle's gradient is the exact one of the same sample, by looking \
        ahead; a synthesizer predicts an expectation, and may do better than a single sample's \
        gradient. +aux is the paper's DNI+Aux. Warm-up trains the synthesizer for a while (the \
        setting warm_up) before it is applied. BP(λ) regresses it to λ-returns (return_lambda). BPTT \
        has the whole sequence in its window, whatever T.
        """)
    Note(
        """
        With a scale s of the synthetic gradient, what a synthesizer learns to predict is a \
        discounted return, in which the part of each further window counts s times once more.
        """)
    Problem(.copy(symbols: 2))
    Network(.lstm(units: 64))
    Optimize(.adam(rate: 1e-3), batch: 32)
    With(.sgScale, 0.3)
    With(.synthesizerLearningRate, 3e-4)
    Sweep {
        Axis(.truncation, [2, 3, 5, 8])
        Axis(
            .method,
            [
                .truncatedBPTT, .truncatedBPTTExtra, .truncatedBPTTDouble, .synthetic(.linear),
                .synthetic(.linear, .warmUp), .synthetic(.mlp), .synthetic(.mlpSkip),
                .synthetic(.mlpSkip, .auxiliary), .bpLambda(.linear), .oracle, .fullBPTT,
            ])
        Seeds(9)
    }
    Size(.smoke, updates: 60, seeds: 2) {
        Axis(.method, [.truncatedBPTT, .synthetic(.linear), .synthetic(.mlpSkip)])
        With(.recordEvery, 20)
        With(.units, 16)
        // Three windows of three steps: the first run of a capture has boundaries and losses.
        With(.curriculumStart, 4)
    }
    Size(.quick, updates: 6_000, seeds: 9) {
        Axis(.truncation, [3])
        Axis(.method, [.truncatedBPTT, .truncatedBPTTDouble, .synthetic(.linear)])
        // What the trials of the desk size chose, which are 10,000 updates long.
        Where(.method, .truncatedBPTTDouble) {
            With(.learningRate, 5e-3)
            With(.clipNorm, 1)
        }
        Where(.method, .synthetic(.linear)) {
            With(.learningRate, 3e-3)
            With(.synthesizerLearningRate, 1e-3)
            With(.sgScale, 0.1)
        }
    }
    Size(.desk, updates: 25_000) {
        With(.recordEvery, 1_000)
        Tune(per: .method, seeds: 2, by: .solvedLength, .heldOutLoss) {
            Axis(.truncation, [3])
            With(.budget, 10_000)
            trialsOnCopies
        }
    }
    Size(.paper, updates: 2_000_000) {
        paperSettings
        With(.synthesizerHidden, 1024)
        With(.sgScale, 0.1)
    }
    Report {
        Table(.solvedLength, rows: .method, columns: .truncation, beside: .jaderberg2017Copy)
        Table(
            .solvedLength.atEqualTime(over: [.method]), rows: .method, columns: .truncation)
        onEqualTime
        Table(.solvedLengthNow, rows: .method, columns: .truncation)
        Note(
            """
            The first table counts a length once it was ever mastered; the second what the weights \
            at the end still master.
            """)
        Table(.solvableLength, rows: .method, columns: .truncation)
        Table(.solvedSteps, rows: .method, columns: .truncation)
        Table(.trainingLoss, rows: .method, columns: .truncation)
        Note("The loss is that of the length then trained on: a longer one is a harder one.")
        Final(.solvedLength, against: .truncation, by: .method, beside: .jaderberg2017Copy)
        Final(.solvedLength, againstTimeAlong: .truncation, by: .method)
        Curve(.solvedLength, by: .method, per: .truncation)
        Curve(.solvedLength, by: .method, per: .truncation, over: .trainingTime)
        Claim("P2a", "A synthesizer at the boundary learns sequences longer than the window can.") {
            Compare(
                .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT, expecting: .greater)
        }.answering(Question.worth)
        Claim("P2a, time", "A synthesizer learns longer sequences in equal time too.") {
            Compare(
                .solvedLength.atEqualTime(over: [.method]), of: .synthetic(.linear),
                with: .truncatedBPTT, expecting: .greater)
        }.answering(Question.cost)
        Claim(
            "P2a, 3 + 3",
            "Two windows joined by a synthesizer do more than one window twice as long."
        ) {
            Compare(
                .solvedLength, of: .synthetic(.linear), with: .truncatedBPTTDouble,
                expecting: .greater)
        }.answering(Question.worth)
        Claim(
            "P2a, 3 + 3, time",
            "In equal time two windows joined by a synthesizer do more than one window twice as long."
        ) {
            Compare(
                .solvedLength.atEqualTime(over: [.method]), of: .synthetic(.linear),
                with: .truncatedBPTTDouble, expecting: .greater)
        }.answering(Question.cost)
        Claim(
            "Full BPTT, time",
            "In equal time a synthesizer learns longer sequences than BPTT through the whole sequence."
        ) {
            Compare(
                .solvedLength.atEqualTime(over: [.method]), of: .synthetic(.linear),
                with: .fullBPTT, expecting: .greater)
        }.answering(Question.cost)
        Claim("Aux", "An auxiliary task helps the synthesizer (DNI+Aux).") {
            Compare(
                .solvedLength, of: .synthetic(.mlpSkip, .auxiliary), with: .synthetic(.mlpSkip),
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
