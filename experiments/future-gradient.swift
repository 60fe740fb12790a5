import Presage

/// Is the gradient that truncation cuts off negligible, and can it be learned?
let futureGradient = Experiment("future-gradient") {
    Note(
        """
        A gradient worth truncating away is negligible, it is said, or one would not have truncated \
        there. Here it is measured: on held-out copy sequences of ten symbols, with frozen \
        parameters, before training and as it goes on. Training is on sequences of one to ten \
        symbols, the length drawn for every batch: no curriculum, all methods see the same.
        """)
    Note(
        """
        At every boundary between windows there is the true gradient of all that comes later with \
        respect to the state, and the part of it that the next window holds. For the parameters \
        there is the gradient G of full BPTT and what truncation takes from it, |G - G_T|/|G|; \
        with a synthetic gradient at the boundaries, how near the method comes to G. The oracle \
        has the exact gradient of each sample at the boundary: by how much its error is below that \
        of truncated BPTT is what the part cut off is worth. Beside the synthesizer stands the \
        best affine map from the state to the gradient, fitted in closed form to other sequences.
        """)
    Problem(.copy(symbols: 2))
    With(.units, 64)
    Optimize(.adam(rate: 1e-3), batch: 32)
    With(.sgScale, 0.3)
    With(.synthesizerLearningRate, 3e-4)
    With(.curriculumStart, 10)
    // Out of reach: the lengths stay.
    With(.curriculumThreshold, 1e-6)
    With(.lengthDistribution, .uniform)
    With(.diagnosisLength, 10)
    Sweep {
        Axis(.cell, [.elman, .gru, .lstm])
        Axis(.truncation, [2, 5, 10])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear), .oracle])
        Seeds(8)
    }
    Size(.smoke, updates: 60, seeds: 1) {
        Axis(.truncation, [3])
        With(.units, 8)
        With(.recordEvery, 20)
        With(.diagnoseEvery, 30)
    }
    Size(.quick, updates: 2_500, seeds: 9) {
        Axis(.cell, [.lstm])
        Axis(.truncation, [5])
        With(.recordEvery, 500)
        With(.diagnoseEvery, 1_250)
    }
    Size(.desk, updates: 15_000) {
        With(.recordEvery, 1_000)
        With(.diagnoseEvery, 5_000)
        With(.ceilingSamples, 1_024)
        Tune(per: .cell, .method, seeds: 1, by: .heldOutLoss) {
            Axis(.truncation, [5])
            With(.budget, 6_000)
            Axis(.learningRate, [3e-4, 1e-3, 3e-3])
            Axis(.synthesizerLearningRate, [3e-4, 1e-3, 3e-3])
            Otherwise { Axis(.learningRate, nineRates) }
        }
    }
    Size(.paper, updates: 1_000_000) {
        paperSettings
        With(.sgScale, 0.1)
        With(.diagnoseEvery, 50_000)
    }
    Report {
        Overview(
            [
                .shareBeyondWindow.beforeTraining, .shareBeyondWindow,
                .trueGradientNorm.beforeTraining, .trueGradientNorm, .windowGradientNorm,
                .truncatedCosine,
            ], of: .truncatedBPTT, rows: .cell, .truncation)
        Overview(
            [.synthesizerCosine, .ceilingCosine, .boundaryCosine, .truncatedCosine],
            of: .synthetic(.linear), rows: .cell, .truncation)
        Curve(.shareBeyondWindow, by: .truncation, per: .cell)
        Curve(
            .untrainedDecay, beside: .trainedDecay, by: .method, per: .cell, scale: .logarithmic)
        Table(.heldOutLoss, rows: .method, columns: .truncation)
        Claim("P2b", "What is cut off is negligible: less than a tenth of the gradient.") {
            Compare(.shareBeyondWindow, of: .truncatedBPTT, threshold: 0.1, expecting: .less)
        }.answering(Question.worth)
        Claim("P2b, learnable", "What is cut off can be learned from: the oracle learns more.") {
            Compare(.heldOutLoss, of: .oracle, with: .truncatedBPTT, expecting: .less)
                .at(.cell, .lstm)
        }.answering(Question.worth)
        Claim(
            "P2b, predictable",
            "A linear synthesizer predicts enough of what is cut off to learn more."
        ) {
            Compare(
                .heldOutLoss, of: .synthetic(.linear), with: .truncatedBPTT, expecting: .less
            ).at(.cell, .lstm)
        }
    }
}
