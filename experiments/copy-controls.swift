import Presage

/// What in a synthetic gradient helps, and how near does a synthesizer come to what it could predict?
let copyControls = Experiment("copy-controls") {
    Note(
        """
        An LSTM learns Copy with windows of three steps. What a synthetic gradient brings there \
        may be what it says of each sample, or no more than a push that all samples share. So \
        beside the linear synthesizer stand the same with its predictions permuted over the batch, \
        with their mean over the batch, and a synthesizer that predicts a constant. The scaled \
        oracle has the exact future gradient times a factor that is chosen as a synthesizer's is.
        """)
    Note(
        """
        How well a synthesizer predicts is measured with frozen weights on held-out sequences of \
        the length that the method has come to, beside the best affine map from the same states to \
        the same gradients (ridge regression in closed form, fitted on other sequences). Where \
        that map does better, a linear synthesizer is not too weak: it may lag behind a target \
        that moves, or learn a wrong one, since its targets hold its own predictions. With a scale \
        s it is trained toward a discounted return, in which each further window counts s times \
        once more; that target has tables of its own. More steps of its regression for every \
        update of the network help if it lags.
        """)
    Problem(.copy(symbols: 2))
    Network(.lstm(units: 64))
    Optimize(.adam(rate: 1e-3), batch: 32)
    With(.truncation, 3)
    With(.sgScale, 0.3)
    With(.synthesizerLearningRate, 3e-4)
    Sweep {
        Axis(.synthesizerSteps, [1, 4])
        Axis(
            .method,
            [
                .truncatedBPTT, .synthetic(.linear), .permutedSynthetic(.linear),
                .meanSynthetic(.linear), .synthetic(.constant), .oracleScaled,
            ])
        Seeds(9)
    }
    Size(.smoke, updates: 60, seeds: 2) {
        With(.recordEvery, 20)
        With(.diagnoseEvery, 30)
        With(.ceilingSamples, 128)
        With(.units, 8)
        With(.curriculumStart, 4)
    }
    Size(.quick, updates: 4_000, seeds: 3) {
        With(.recordEvery, 1_000)
        With(.diagnoseEvery, 4_000)
        With(.ceilingSamples, 2_048)
    }
    Size(.desk, updates: 25_000) {
        With(.recordEvery, 1_000)
        With(.diagnoseEvery, 5_000)
        With(.ceilingSamples, 2_048)
        Tune(per: .method, .synthesizerSteps, seeds: 2, by: .solvedLength, .heldOutLoss) {
            With(.budget, 10_000)
            With(.diagnoseEvery, 0)
            trialsOnCopies
        }
    }
    Report {
        Table(.solvedLength, rows: .method, columns: .synthesizerSteps)
        Table(.synthesizerCosine, rows: .method, columns: .synthesizerSteps)
        Table(.ceilingCosine, rows: .method, columns: .synthesizerSteps)
        Table(.synthesizerR2, rows: .method, columns: .synthesizerSteps)
        Table(.ceilingR2, rows: .method, columns: .synthesizerSteps)
        Table(.discountedSynthesizerCosine, rows: .method, columns: .synthesizerSteps)
        Table(.discountedCeilingCosine, rows: .method, columns: .synthesizerSteps)
        Curve(.solvedLength, by: .method, per: .synthesizerSteps)
        Curve(.synthesizerCosine, by: .method, per: .synthesizerSteps)
        Claim(
            "Control, sample",
            "A prediction for the sample itself brings more than one for another sample."
        ) {
            Compare(
                .solvedLength, of: .method, .synthetic(.linear), with: .permutedSynthetic(.linear),
                expecting: .greater
            ).at(.synthesizerSteps, 1)
        }.answering(Question.worth)
        Claim(
            "Control, mean", "A prediction for the sample itself brings more than the batch's mean."
        ) {
            Compare(
                .solvedLength, of: .method, .synthetic(.linear), with: .meanSynthetic(.linear),
                expecting: .greater
            ).at(.synthesizerSteps, 1)
        }
        Claim(
            "Control, constant",
            "A constant prediction brings neither more nor less than none, to one symbol."
        ) {
            Compare(
                .solvedLength, of: .method, .synthetic(.constant), with: .truncatedBPTT,
                expecting: .within(1)
            ).at(.synthesizerSteps, 1)
        }
        Claim("Steps", "More steps of regression an update make the synthesizer bring more.") {
            Compare(
                .solvedLength, of: .synthesizerSteps, 4, with: 1, expecting: .greater
            ).at(.method, .synthetic(.linear))
        }
    }
}
