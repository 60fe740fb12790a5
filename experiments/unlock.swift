import Presage

/// Can layer inputs be predicted as well, and do layers train at random times?
let unlock = Experiment("unlock") {
    Note(
        """
        A network of four layers whose interfaces are all unlocked: every layer is updated with a \
        probability p, by itself, from the synthetic gradient above it. With input synthesizers it \
        reads what they predict from the image, in place of what the layer below gives, and need \
        not wait for that either. Backpropagation with input synthesizers carries the gradient at \
        a synthetic input on to the layer below. In use, all layers read what is below them, but are \
        normalized by the statistics of what they read in training. At desk size each input synthesizer \
        has nearly three times the parameters of the network.
        """)
    Note(
        """
        Runs are as much longer as p is smaller, so that every layer has as many updates whatever \
        p; and backpropagation updates each layer with the same p beside, by the same draws.
        """)
    Problem(.images())
    Optimize(.adam(rate: 1e-3), batch: 128)
    With(.depth, 4)
    With(.placement, .all)
    With(.updateUnit, .layer)
    With(.synthesizerLayers, 2)
    With(.synthesizerBatchNormalization, true)
    Sweep {
        Axis(.updateProbability, [1, 0.5, 0.2])
        Axis(.inputSynthesizer, [.none, .mlp])
        Axis(.method, [.backprop, .synthetic(.mlp), .synthetic(.linear, .conditioned)])
        Seeds(8)
    }
    Size(.smoke, updates: 40, seeds: 1) {
        Axis(.updateProbability, [0.5])
        With(.units, 16)
        With(.synthesizerHidden, 16)
        With(.recordEvery, 20)
        With(.evaluateEvery, 20)
        With(.diagnoseEvery, 40)
        With(.diagnosisBatches, 4)
    }
    Size(.quick, updates: 1_000, seeds: 7) {
        Axis(.updateProbability, [0.5])
        asManyUpdatesOfLayers(1_000)
        With(.units, 64)
        With(.synthesizerHidden, 128)
        With(.recordEvery, 250)
        With(.evaluateEvery, 250)
        With(.diagnoseEvery, 1_000)
    }
    Size(.desk, updates: 2_500) {
        asManyUpdatesOfLayers(2_500)
        Tune(per: .inputSynthesizer, .method, seeds: 1, by: .validationError) {
            Axis(.updateProbability, [0.5])
            trialsOfLayers
        }
        With(.units, 128)
        With(.synthesizerHidden, 256)
        With(.recordEvery, 500)
        With(.evaluateEvery, 500)
        With(.diagnoseEvery, 2_500)
    }
    Size(.paper, updates: 500_000) {
        paperLayers
        With(.synthesizerHidden, 1024)
        With(.diagnoseEvery, 50_000)
    }
    Report {
        Table(
            .testError, rows: .updateProbability, columns: .method, beside: .jaderberg2017Unlocked)
        Table(.inputError(atLayer: 0), rows: .updateProbability, columns: .method)
        Table(.inputError(atLayer: 2), rows: .updateProbability, columns: .method)
        Curve(.testError, by: .updateProbability, per: .method)
        Claim(
            "C4",
            "Layer inputs can be predicted from the image: at the deepest interface the squared error is "
                + "less than half of the squared input, on training images."
        ) {
            Compare(
                .inputError(atLayer: 2), of: .inputSynthesizer, .mlp, threshold: 0.5,
                along: .updateProbability, expecting: .less
            ).at(.method, .synthetic(.linear, .conditioned))
        }
        Claim("C4, cost", "Synthetic inputs cost accuracy where synthesizers see the label.") {
            Compare(
                .testAccuracy, of: .inputSynthesizer, .mlp, with: .none,
                along: .updateProbability, expecting: .less
            ).at(.method, .synthetic(.linear, .conditioned))
        }
        Claim(
            "Unlocked",
            "Layers updated at random from synthetic gradients with the label are no better and no "
                + "worse than those updated at random by backpropagation, to 0.03 of accuracy."
        ) {
            Compare(
                .testAccuracy, of: .method, .synthetic(.linear, .conditioned), with: .backprop,
                along: .updateProbability, expecting: .within(0.03)
            ).at(.inputSynthesizer, .none)
        }
    }
}

/// Runs as much longer as layers are updated more rarely.
private func asManyUpdatesOfLayers(_ updates: Int) -> [any SizePart] {
    [
        Where(.updateProbability, 0.5) { With(.budget, 2 * updates) },
        Where(.updateProbability, 0.2) { With(.budget, 5 * updates) },
    ]
}
