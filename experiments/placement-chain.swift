import Presage

/// Do chained synthesizers train a deep network, and does the signal get noisier with their number?
let placementChain = Experiment("placement-chain") {
    Note(
        """
        A network of eight layers with synthesizers on the outputs of some: the one at 0 is trained \
        on the synthetic gradient of the one at 3 carried back through the layers between, 3 on 5, \
        and only 5 ever sees the true gradient. A conditioned synthesizer also sees the label. \
        Placement none is backpropagation.
        """)
    Note(
        """
        On held-out orders of the training images, with frozen parameters: the cosine of the \
        synthetic and the true gradient at an interface; and, for a layer, variance and squared bias of \
        the parameter gradient it is trained with, both over the square of the mean of \
        backpropagation's gradient at the same parameters, with the cosine of both means. They are \
        measured early, while there is something to learn.
        """)
    Problem(.images())
    Network(.dense(units: 128, depth: 8))
    Optimize(.adam(rate: 1e-3), batch: 128)
    Sweep {
        Axis(.placement, [.none, .layers(5), .layers(3, 5), .layers(0, 3, 5), .all])
        Axis(.method, [.synthetic(.linear), .synthetic(.linear, .conditioned)])
        Seeds(5)
    }
    Size(.smoke, updates: 40, seeds: 1) {
        Axis(.placement, [.none, .layers(0, 3, 5)])
        With(.units, 16)
        With(.recordEvery, 20)
        With(.evaluateEvery, 20)
        With(.diagnoseEvery, 40)
        With(.diagnosisBatches, 4)
    }
    Size(.quick, updates: 1_000, seeds: 3) {
        With(.recordEvery, 250)
        With(.evaluateEvery, 250)
        With(.diagnoseAt, .positions(100, 300, 1_000))
    }
    Size(.desk, updates: 10_000) {
        With(.recordEvery, 500)
        With(.evaluateEvery, 500)
        With(.diagnoseAt, .positions(100, 300, 1_000, 3_000, 10_000))
    }
    Size(.paper, updates: 500_000) {
        paperLayers
        With(.diagnoseAt, .positions(100, 300, 1_000, 3_000, 500_000))
    }
    Report {
        Table(.testAccuracy, rows: .placement, columns: .method)
        Table(.gradientCosine(atLayer: 5), rows: .placement, columns: .method)
        Table(.gradientCosine(atLayer: 3), rows: .placement, columns: .method)
        Table(.gradientCosine(atLayer: 0), rows: .placement, columns: .method)
        Table(.parameterCosine(ofLayer: 0), rows: .placement, columns: .method)
        Table(.gradientVariance(ofLayer: 0).after(300), rows: .placement, columns: .method)
        Table(.gradientBias(ofLayer: 0).after(300), rows: .placement, columns: .method)
        Curve(.gradientVariance(ofLayer: 0), by: .placement, per: .method)
        Curve(.gradientBias(ofLayer: 0), by: .placement, per: .method)
        Curve(.testAccuracy, by: .placement, per: .method)
        Claim("C1", "Chained synthesizers at 0, 3 and 5 train what backpropagation trains.") {
            Compare(
                .testAccuracy, of: .placement, .layers(0, 3, 5), with: .none, along: .method,
                expecting: .greater)
        }
        Claim("C2", "The more synthesizers, the noisier the signal at the bottom.") {
            Compare(
                .gradientVariance(ofLayer: 0).after(300), of: .placement, .layers(3, 5),
                with: .layers(5),
                along: .method, expecting: .greater)
            Compare(
                .gradientVariance(ofLayer: 0).after(300), of: .placement, .layers(0, 3, 5),
                with: .layers(3, 5), along: .method, expecting: .greater)
            Compare(
                .gradientVariance(ofLayer: 0).after(300), of: .placement, .all,
                with: .layers(0, 3, 5),
                along: .method, expecting: .greater)
        }
        Claim(
            "C2, bias",
            "The more synthesizers, the further from backpropagation's gradient is what the bottom "
                + "learns from on average: a bias, not noise."
        ) {
            Compare(
                .gradientBias(ofLayer: 0).after(300), of: .placement, .layers(3, 5),
                with: .layers(5),
                along: .method, expecting: .greater)
            Compare(
                .gradientBias(ofLayer: 0).after(300), of: .placement, .layers(0, 3, 5),
                with: .layers(3, 5), along: .method, expecting: .greater)
            Compare(
                .gradientBias(ofLayer: 0).after(300), of: .placement, .all, with: .layers(0, 3, 5),
                along: .method, expecting: .greater)
        }
        Claim(
            "C2, direction",
            "And the further from its direction."
        ) {
            Compare(
                .parameterCosine(ofLayer: 0), of: .placement, .layers(3, 5), with: .layers(5),
                along: .method, expecting: .less)
            Compare(
                .parameterCosine(ofLayer: 0), of: .placement, .layers(0, 3, 5),
                with: .layers(3, 5), along: .method, expecting: .less)
            Compare(
                .parameterCosine(ofLayer: 0), of: .placement, .all, with: .layers(0, 3, 5),
                along: .method, expecting: .less)
        }
    }
}
