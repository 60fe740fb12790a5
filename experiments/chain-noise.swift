import Presage

/// Does the signal get noisier with the number of chained synthesizers?
let chainNoise = Experiment("chain-noise") {
    Note(
        """
        Eight layers with synthesizers on the outputs of one, two, three or all: the more of them, \
        the noisier the signal that reaches the bottom, it is said. On held-out orders of the \
        training images, with frozen parameters, early in training: the variance over batches and \
        the squared bias of the parameter gradient that the lowest layer is trained with, both by \
        the square of backpropagation's mean gradient at the same parameters, so that a wrong \
        vector that never changes is no signal without noise. In these units a gradient that is \
        too long varies more by its length alone, which Adam does not mind: the noise by the \
        signal is the same variance by the square of the gradient's own mean. Step sizes are the \
        same for all placements of a kind of synthesizer: at desk size they are chosen with \
        synthesizers at 0, 3 and 5. Where the batches are too few to tell the mean gradient from 0, \
        what is relative to it is undefined, and the run, likely one of a large value, is left out.
        """)
    Problem(.images())
    Network(.dense(units: 128, depth: 8))
    Optimize(.adam(rate: 1e-3), batch: 128)
    Sweep {
        Axis(.placement, [.layers(5), .layers(3, 5), .layers(0, 3, 5), .all])
        Axis(.method, [.synthetic(.linear), .synthetic(.linear, .conditioned)])
        Seeds(8)
    }
    Size(.smoke, updates: 40, seeds: 1) {
        With(.units, 16)
        With(.recordEvery, 20)
        With(.evaluateEvery, 20)
        With(.diagnoseAt, .positions(20, 40))
        With(.diagnosisBatches, 4)
    }
    Size(.quick, updates: 300, seeds: 8) {
        With(.recordEvery, 100)
        With(.evaluateEvery, 100)
        With(.diagnoseAt, .positions(100, 300))
    }
    Size(.desk, updates: 3_000) {
        With(.recordEvery, 250)
        With(.evaluateEvery, 250)
        With(.diagnoseAt, .positions(100, 300, 1_000, 3_000))
        Tune(per: .method, seeds: 2, by: .validationError) {
            Axis(.placement, [.layers(0, 3, 5)])
            trialsOfLayers
        }
    }
    Report {
        Table(.gradientVariance(ofLayer: 0).after(100), rows: .placement, columns: .method)
        Table(.gradientVariance(ofLayer: 0).after(300), rows: .placement, columns: .method)
        Table(.gradientNoise(ofLayer: 0).after(100), rows: .placement, columns: .method)
        Table(.gradientNoise(ofLayer: 0).after(300), rows: .placement, columns: .method)
        Table(.gradientBias(ofLayer: 0).after(100), rows: .placement, columns: .method)
        Table(.gradientBias(ofLayer: 0).after(300), rows: .placement, columns: .method)
        Table(.parameterCosine(ofLayer: 0).after(300), rows: .placement, columns: .method)
        Table(.gradientVariance(ofLayer: 0), rows: .placement, columns: .method)
        Table(.gradientBias(ofLayer: 0), rows: .placement, columns: .method)
        Note("The last two tables are those at the end of the run.")
        Curve(.gradientVariance(ofLayer: 0), by: .placement, per: .method)
        Curve(.gradientNoise(ofLayer: 0), by: .placement, per: .method)
        Curve(.gradientBias(ofLayer: 0), by: .placement, per: .method)
        Claim(
            "C2",
            "Three chained synthesizers make the gradient at the bottom vary more than one, in units of "
                + "backpropagation's."
        ) { withOne(.gradientVariance(ofLayer: 0), .layers(0, 3, 5)) }.answering(Question.layers)
        Claim(
            "C2, all",
            "Synthesizers on all layers make the gradient at the bottom vary more than one, in units of "
                + "backpropagation's."
        ) { withOne(.gradientVariance(ofLayer: 0), .all) }.answering(Question.layers)
        Claim(
            "C2, noise",
            "Three chained synthesizers make the gradient at the bottom noisier than one, by its own mean."
        ) { withOne(.gradientNoise(ofLayer: 0), .layers(0, 3, 5)) }.answering(Question.layers)
        Claim(
            "C2, all, noise",
            "Synthesizers on all layers make the gradient at the bottom noisier than one, by its own mean."
        ) { withOne(.gradientNoise(ofLayer: 0), .all) }.answering(Question.layers)
        Claim(
            "C2, bias", "Three chained synthesizers bias the gradient at the bottom more than one."
        ) { withOne(.gradientBias(ofLayer: 0), .layers(0, 3, 5)) }.answering(Question.layers)
        Claim(
            "C2, all, bias",
            "Synthesizers on all layers bias the gradient at the bottom more than one."
        ) { withOne(.gradientBias(ofLayer: 0), .all) }.answering(Question.layers)
    }
}

/// Early in training, against a synthesizer on the output of layer 5 alone.
private func withOne(_ quantity: Quantity, _ placement: Placement) -> Compare {
    Compare(
        quantity.after(300), of: .placement, placement, with: .layers(5), along: .method,
        expecting: .greater)
}
