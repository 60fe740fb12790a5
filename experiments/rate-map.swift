import Presage

/// At which step sizes do synthetic gradients without the label train layers, and how deep?
let rateMap = Experiment("rate-map") {
    Note(
        """
        A synthesizer on every layer learns from the one above, which moves while it learns. Where \
        the network moves faster than its synthesizers can follow, what they predict is of no use; \
        where it hardly moves it learns nothing. This is the map: validation error by the step \
        size of the network and of its synthesizers, for networks of several depths, on MNIST-1D. \
        Synthesizers are MLPs that do not see the label. Training of the last layer alone is the \
        level that they have to beat.
        """)
    Problem(.images())
    Optimize(.adam, batch: 128)
    With(.placement, .all)
    With(.synthesizerLayers, 2)
    With(.synthesizerBatchNormalization, true)
    Sweep {
        Axis(.depth, [3, 4, 6, 8])
        Axis(.learningRate, [3e-5, 1e-4, 3e-4, 1e-3, 3e-3])
        Axis(.synthesizerLearningRate, [1e-4, 3e-4, 1e-3, 3e-3])
        Axis(.method, [.noBackprop, .backprop, .synthetic(.mlp)])
        Seeds(2)
    }
    Size(.smoke, updates: 40, seeds: 1) {
        Axis(.depth, [3])
        Axis(.learningRate, [1e-4, 1e-3])
        Axis(.synthesizerLearningRate, [1e-3])
        With(.units, 16)
        With(.synthesizerHidden, 16)
        With(.diagnoseEvery, 40)
        With(.diagnosisBatches, 4)
        With(.recordEvery, 20)
        With(.evaluateEvery, 20)
    }
    Size(.quick, updates: 1_000, seeds: 1) {
        Axis(.depth, [3, 6])
        Axis(.learningRate, [1e-4, 3e-4, 1e-3])
        Axis(.synthesizerLearningRate, [3e-4, 1e-3])
        With(.units, 64)
        With(.synthesizerHidden, 128)
        With(.diagnoseEvery, 1_000)
        With(.recordEvery, 250)
        With(.evaluateEvery, 250)
    }
    Size(.desk, updates: 5_000) {
        With(.diagnoseEvery, 5_000)
        With(.units, 128)
        With(.synthesizerHidden, 256)
        With(.recordEvery, 500)
        With(.evaluateEvery, 500)
    }
    Report {
        Table(.validationError, rows: .learningRate, columns: .synthesizerLearningRate)
        Table(.gradientCosine(atLayer: 0), rows: .learningRate, columns: .synthesizerLearningRate)
        HeatMap(
            .validationError, rows: .learningRate, columns: .synthesizerLearningRate, per: .depth)
        Note("Few seeds are a map, from which no verdict is drawn: layer-table draws them.")
    }
}
