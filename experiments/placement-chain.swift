import Presage

/// Do chained synthesizers train a deep network?
let placementChain = Experiment("placement-chain") {
    Note(
        """
        A network of eight layers with synthesizers on the outputs of some: the one at 0 is trained \
        on the synthetic gradient of the one at 3 carried back through the layers between, 3 on 5, \
        and only 5 ever sees the true gradient. A conditioned synthesizer also sees the label. \
        Placement none is backpropagation, but for DFA, which knows no placement.
        """)
    Note(
        """
        Controls: DFA sends the output's error to every layer through fixed random weights, and \
        predicts nothing; SG label alone is a synthesizer that sees the label and not what the \
        layer gives.
        """)
    Note(
        """
        On held-out orders of the training images, with frozen parameters, at updates 100, 300, \
        1,000 and 3,000, while there is still something to learn: the cosine of the synthetic and \
        the true gradient at an interface, beside that of the best affine map from the layer's \
        output, without the label. Step sizes are chosen for each placement, so that its rows are \
        at different stages of training; chain-noise has placements at equal steps.
        """)
    Problem(.images())
    Network(.dense(units: 128, depth: 8))
    Optimize(.adam(rate: 1e-3), batch: 128)
    Sweep {
        Axis(.placement, [.none, .layers(5), .layers(3, 5), .layers(0, 3, 5), .all])
        Axis(
            .method,
            [
                .synthetic(.linear), .synthetic(.linear, .conditioned), .labelSynthetic,
                .directFeedback,
            ])
        Seeds(8)
    }
    Size(.smoke, updates: 40, seeds: 1) {
        Axis(.placement, [.none, .layers(0, 3, 5)])
        With(.units, 16)
        With(.recordEvery, 20)
        With(.evaluateEvery, 20)
        With(.diagnoseEvery, 40)
        With(.diagnosisBatches, 4)
    }
    Size(.quick, updates: 1_000, seeds: 7) {
        Axis(.placement, [.none, .layers(5), .layers(0, 3, 5)])
        Axis(.method, [.synthetic(.linear), .synthetic(.linear, .conditioned)])
        With(.recordEvery, 250)
        With(.evaluateEvery, 250)
        With(.diagnoseAt, .positions(100, 300, 1_000))
    }
    Size(.desk, updates: 6_000) {
        With(.recordEvery, 500)
        With(.evaluateEvery, 500)
        With(.diagnoseAt, .positions(100, 300, 1_000, 3_000))
        With(.ceilingSamples, 3_968)
        Tune(per: .placement, .method, seeds: 1, by: .validationError) {
            With(.budget, 3_000)
            trialsOfLayers
        }
    }
    Size(.paper, updates: 500_000) {
        paperLayers
        With(.diagnoseEvery, 50_000)
    }
    Report {
        Table(.testAccuracy, rows: .placement, columns: .method)
        Profile(
            "cosine of synthetic and true gradient", over: [0, 3, 5], by: .placement,
            per: .method, ceiling: { .ceilingCosine(atLayer: $0).after(300) },
            ceilingLabel: "best affine map of the layer's output, without the label"
        ) { .gradientCosine(atLayer: $0).after(300) }
        Table(.gradientCosine(atLayer: 5).after(300), rows: .placement, columns: .method)
        Table(.gradientCosine(atLayer: 3).after(300), rows: .placement, columns: .method)
        Table(.gradientCosine(atLayer: 0).after(300), rows: .placement, columns: .method)
        Table(.ceilingCosine(atLayer: 0).after(300), rows: .placement, columns: .method)
        Curve(.testAccuracy, by: .placement, per: .method)
        Claim(
            "C1",
            "Chained synthesizers train what backpropagation trains, neither more nor less, to 0.03."
        ) {
            Compare(
                .testAccuracy, of: .placement, .layers(0, 3, 5), with: .none,
                expecting: .within(0.03)
            ).at(.method, .synthetic(.linear))
            Compare(
                .testAccuracy, of: .placement, .layers(0, 3, 5), with: .none,
                expecting: .within(0.03)
            ).at(.method, .synthetic(.linear, .conditioned))
        }.answering(Question.layers)
    }
}
