import Presage

/// Where is a synthesizer cheaper than the backpropagation that it replaces?
let costBreakeven = Experiment("cost-breakeven") {
    Note(
        """
        A synthesizer is not free: it predicts, learns from what arrives, and takes an optimizer's \
        step. Here the parts of an update are timed one by one, in one thread: of a hidden layer, \
        dense or a convolution, with batch normalization and without; of a window of 8 steps of an \
        LSTM (task copy); and of the synthesizer at its output, linear or an MLP with 128 hidden \
        units, fully connected also where the layer is a convolution. Every number is the mean \
        over runs of a run's median.
        """)
    Note(
        """
        The break-even is a count: a synthesizer that costs as much as the backward of n layers is \
        cheaper than backpropagation where more than n such layers lie above it, and dearer where \
        fewer do. Only its prediction has to be waited for; its training can come later, but on one \
        device it has to come.
        """)
    Alone()
    Problem(.onAxis)
    With(.data, "mnist1d")
    With(.cell, .lstm)
    With(.truncation, 8)
    With(.optimizer, .adam)
    With(.synthesizerHidden, 128)
    With(.depth, 4)
    With(.placement, .layers(1))
    With(.recordEvery, 1)
    With(.evaluateEvery, 10)
    Sweep {
        Axis(.task, [.images, .copy])
        Axis(.network, [.dense, .convolution])
        Axis(.batchNormalization, [false, true])
        Axis(.batch, [32, 128])
        Axis(.units, [64, 128, 256])
        Axis(.method, [.synthetic(.linear), .synthetic(.mlp)])
        Seeds(12)
    }
    // From 10 pixels to 5, each with a channel for every unit.
    Where(.network, .convolution) {
        With(.depth, 5)
        With(.placement, .layers(2))
    }
    Size(.smoke, updates: 2, seeds: 1) {
        Axis(.batch, [32])
        Axis(.units, [16])
        With(.timingRounds, 3)
    }
    Size(.quick, updates: 2, seeds: 6) {
        Axis(.batch, [32])
        Axis(.units, [64, 256])
        With(.timingRounds, 50)
    }
    Size(.desk, updates: 2) {
        With(.timingRounds, 100)
    }
    Report {
        Table(.synthesizerPerBackward, rows: .units, columns: .method)
        Table(.predictionPerBackward, rows: .units, columns: .method)
        Table(.synthesizerShare, rows: .units, columns: .method)
        Table(.synthesizerPerLayerMemory, rows: .units, columns: .method)
        Claim(
            "P1b",
            "A prediction is cheaper than the gradient of the single layer that it stands for."
        ) {
            eitherSynthesizer(.predictionPerBackward, at: .images, expecting: .less)
        }
        Claim(
            "P1b, window",
            "A prediction is cheaper than the gradient of the recurrent window that it stands for."
        ) {
            eitherSynthesizer(.predictionPerBackward, at: .copy, expecting: .less)
        }
        Claim(
            "P1c, dense",
            "With its training, a synthesizer costs more than a dense layer's backward."
        ) {
            eitherSynthesizer(.synthesizerPerBackward, at: .images, expecting: .greater)
                .map { $0.at(.network, .dense) }
        }
        Claim(
            "P1c, batch normalization",
            "Where layers are batch-normalized, a synthesizer costs fewer layers of backward."
        ) {
            Compare(
                .synthesizerPerBackward, of: .batchNormalization, true, with: false, along: .units,
                expecting: .less
            ).at(.task, .images)
        }
        Claim(
            "P1c, convolution",
            "Where layers are convolutions, a fully connected synthesizer costs fewer layers of backward."
        ) {
            Compare(
                .synthesizerPerBackward, of: .network, .convolution, with: .dense, along: .units,
                expecting: .less
            ).at(.task, .images)
        }
        Claim(
            "P1c, window",
            "With its training, a synthesizer costs less than a recurrent window's backward."
        ) {
            eitherSynthesizer(.synthesizerPerBackward, at: .copy, expecting: .less)
        }
    }
}

/// What either synthesizer costs, in what it replaces.
private func eitherSynthesizer(
    _ quantity: Quantity, at task: TaskKind, expecting expectation: Compare.Expectation
) -> [Compare] {
    [Method.synthetic(.linear), .synthetic(.mlp)].map {
        Compare(
            quantity, of: .method, $0, threshold: 1, along: .units, expecting: expectation
        ).at(.task, task)
    }
}
