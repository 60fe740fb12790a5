import Presage

/// Is it better to train by backpropagation first and to switch synthetic gradients on later?
let warmUp = Experiment("warm-up") {
    Note(
        """
        A network of eight layers is trained by backpropagation for a while, in which the \
        synthesizers learn from true gradients; then they take over, and learn from one another. \
        All runs have the same number of updates in all, and one step size from beginning to end. \
        What a warm-up alone has brought, by backpropagation and nothing after it, is the control: \
        backpropagation for as many updates, then training of the last layer alone. It has a step \
        size of its own; what the same run had reached when synthetic gradients took over is in \
        the curves.
        """)
    Problem(.images())
    Optimize(.adam(rate: 1e-3), batch: 128)
    With(.depth, 8)
    Sweep {
        Axis(.warmUp, [0, 1_000])
        Axis(.placement, [.layers(5), .layers(0, 3, 5), .all])
        Axis(
            .method,
            [
                .synthetic(.linear, .warmUp), .synthetic(.linear, .conditioned, .warmUp),
                .backpropThenFrozen,
            ])
        Seeds(8)
    }
    Size(.smoke, updates: 40, seeds: 1) {
        Axis(.warmUp, [0, 20])
        Axis(.placement, [.layers(0, 3, 5)])
        With(.units, 16)
        With(.recordEvery, 20)
        With(.evaluateEvery, 20)
    }
    Size(.quick, updates: 2_000, seeds: 8) {
        Axis(.placement, [.layers(0, 3, 5)])
        With(.units, 64)
        With(.recordEvery, 200)
        With(.evaluateEvery, 200)
    }
    Size(.desk, updates: 6_000) {
        With(.units, 128)
        With(.recordEvery, 250)
        With(.evaluateEvery, 250)
        Tune(per: .warmUp, .placement, .method, seeds: 1, by: .validationError) {
            With(.budget, 4_000)
            trialsOfLayers
        }
    }
    Size(.paper, updates: 500_000) {
        Axis(.warmUp, [0, 1_000, 100_000])
        paperLayers
    }
    Report {
        Table(.testAccuracy, rows: .warmUp, columns: .placement)
        Curve(.testAccuracy, by: .warmUp, per: .placement)
        Claim(
            "C3",
            "Backpropagation first and then synthetic gradients is better than these from the start."
        ) {
            Compare(
                .testAccuracy, of: .warmUp, 1_000, with: 0, along: .placement,
                expecting: .greater
            ).at(.method, .synthetic(.linear, .warmUp))
            Compare(
                .testAccuracy, of: .warmUp, 1_000, with: 0, along: .placement,
                expecting: .greater
            ).at(.method, .synthetic(.linear, .conditioned, .warmUp))
        }
        Claim(
            "C3, control",
            "Linear synthetic gradients after a warm-up add to what the warm-up has brought."
        ) { withWarmUpAlone(.synthetic(.linear, .warmUp)) }
        Claim(
            "C3, control, label",
            "Conditioned synthetic gradients, which see the label, add to what a warm-up has brought."
        ) { withWarmUpAlone(.synthetic(.linear, .conditioned, .warmUp)) }
    }
}

/// Synthetic gradients after a warm-up against the warm-up alone.
private func withWarmUpAlone(_ method: Method) -> Compare {
    Compare(
        .testAccuracy, of: .method, method, with: .backpropThenFrozen, along: .placement,
        expecting: .greater
    ).at(.warmUp, 1_000)
}
