import Presage

/// The paper's table of feed-forward networks: do synthesizers on every layer train them?
let layerTable = Experiment("layer-table") {
    Note(
        """
        Fully connected networks of 3 to 6 layers, batch-normalized, with a synthesizer on the \
        output of every layer but the last: an MLP of two hidden layers that sees the output alone \
        (DNI), or a linear one that sees the label besides (cDNI). Without backpropagation only \
        the last layer learns. On MNIST-1D, drawn anew for every seed, and on a sample of 5,000 of \
        MNIST's digits; the paper's own data are --set data=FOLDER. At desk size step sizes are \
        chosen for each method, depth and data by the validation error of one seed: with one pair \
        for all, an earlier version of this page had found that DNI trains nothing. At quick size \
        they are those chosen there.
        """)
    Problem(.imagesOnAxis)
    Optimize(.adam(rate: 1e-3), batch: 128)
    With(.placement, .all)
    With(.synthesizerLayers, 2)
    With(.synthesizerBatchNormalization, true)
    Sweep {
        Axis(.data, ["mnist1d", "mnist-sample"])
        Axis(.depth, [3, 4, 5, 6])
        Axis(
            .method,
            [.noBackprop, .backprop, .synthetic(.mlp), .synthetic(.linear, .conditioned)])
        Seeds(8)
    }
    Size(.smoke, updates: 40, seeds: 1) {
        Axis(.data, ["mnist1d"])
        Axis(.depth, [3])
        tuning(updates: 40)
        With(.units, 16)
        With(.synthesizerHidden, 16)
        With(.recordEvery, 20)
        With(.evaluateEvery, 20)
    }
    Size(.quick, updates: 1_000, seeds: 7) {
        Axis(.data, ["mnist1d"])
        Axis(.depth, [3])
        Where(.method, .backprop) { With(.learningRate, 5e-3) }
        Where(.method, .synthetic(.mlp)) { With(.learningRate, 3e-4) }
        Where(.method, .synthetic(.linear, .conditioned)) { With(.learningRate, 1e-2) }
        With(.synthesizerLearningRate, 3e-3)
        With(.units, 64)
        With(.synthesizerHidden, 128)
        With(.recordEvery, 250)
        With(.evaluateEvery, 250)
    }
    Size(.desk, updates: 6_000) {
        tuning(updates: 3_000)
        With(.units, 128)
        With(.synthesizerHidden, 256)
        With(.recordEvery, 500)
        With(.evaluateEvery, 500)
    }
    Size(.paper, updates: 500_000) {
        Axis(.data, ["mnist1d"])
        paperLayers
        With(.synthesizerHidden, 1024)
    }
    Report {
        Table(.testError, rows: .depth, columns: .method, beside: .jaderberg2017Layers)
        Curve(.testError, by: .method, per: .depth)
        Claim("DNI", "Synthesizers on every layer train more than the last layer alone.") {
            Compare(
                .testError, of: .method, .synthetic(.mlp), with: .noBackprop, along: .depth,
                expecting: .less)
        }.answering(Question.layers)
        Claim(
            "cDNI",
            "Conditioned synthesizers, which see the label, train more than the last layer alone."
        ) {
            Compare(
                .testError, of: .method, .synthetic(.linear, .conditioned), with: .noBackprop,
                along: .depth, expecting: .less)
        }.answering(Question.layers)
        Claim(
            "cDNI, backprop",
            "Conditioned synthesizers train neither better nor worse than backpropagation, to 2 % of error."
        ) {
            Compare(
                .testError, of: .method, .synthetic(.linear, .conditioned), with: .backprop,
                along: .depth, expecting: .within(2))
        }.answering(Question.layers)
    }
}

/// The choice of step sizes for each method, depth and data.
private func tuning(updates: Int) -> Tune {
    Tune(per: .data, .depth, .method, seeds: 1, by: .validationError) {
        With(.budget, updates)
        trialsOfLayers
    }
}

/// The network and the optimizer of the paper's feed-forward networks.
let paperLayers: [any SizePart] = [
    With(.units, 256), With(.batch, 256),
    With(.learningRate, 3e-5), With(.synthesizerLearningRate, 3e-5), With(.recordEvery, 5_000),
    With(.evaluateEvery, 5_000),
]
