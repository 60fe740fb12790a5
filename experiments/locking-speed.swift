import Presage

/// Does decoupling layers make training faster, on one worker and on several?
let lockingSpeed = Experiment("locking-speed") {
    Note(
        """
        Eight layers on MNIST-1D, divided between workers, each a process on a core of its own; \
        activations and gradients go through sockets. locked: the lower layers wait for the true \
        gradient. pipelined: a batch goes in four parts, so that all work at once (GPipe). stale: \
        the lower layers use the true gradient of an earlier batch. decoupled: they use a \
        synthetic gradient at the cut, by a linear synthesizer that sees the label, and the true \
        one trains the synthesizer when it comes. forward_unlocked: the upper layers read \
        synthetic inputs besides. data: every worker has all layers and a batch of its own, and \
        gradients are averaged. A lone worker does the same work by itself; locked, stale and data \
        are then plain backpropagation, each with its step size.
        """)
    Note(
        """
        Updates a second are medians over rounds of training, without evaluations. The prediction \
        comes from a simulation of the same order of work, fed with what forward, backward and \
        messages cost when they are timed one by one before training. The error after equal time \
        is that at the moment at which the first of the ways to share, on one worker or two, had \
        done all its updates. At desk size step sizes are chosen for each way to share and each \
        width by the validation error after equal updates, in trials on two workers without \
        latency. Gradients that are late have all arrived wherever errors are measured.
        """)
    Alone()
    Problem(.images())
    Optimize(.adam(rate: 3e-3), batch: 128)
    With(.depth, 8)
    With(.method, .backprop)
    With(.placement, .layers(3))
    With(.timingRounds, 20)
    // Rounds of updates of a third of a millisecond.
    Where(.units, 64) { With(.timingRounds, 1_000) }
    Where(.workers, 4) { With(.placement, .layers(1, 3, 5)) }
    Where(.workers, 8) { With(.placement, .all) }
    Where(.parallel, .decoupled) { With(.method, .synthetic(.linear, .conditioned)) }
    Where(.parallel, .forwardUnlocked) {
        With(.method, .synthetic(.linear, .conditioned))
        With(.inputSynthesizer, .mlp)
        With(.synthesizerLayers, 2)
        With(.synthesizerBatchNormalization, true)
    }
    Sweep {
        Axis(.units, [64, 256])
        Axis(.linkLatency, [0, 1000])
        Axis(.workers, [1, 2])
        Axis(
            .parallel, [.locked, .pipelined, .stale, .decoupled, .forwardUnlocked, .data])
        Seeds(10)
    }
    Size(.smoke, updates: 40, seeds: 1) {
        Axis(.units, [16])
        Axis(.linkLatency, [0])
        With(.batch, 16)
        With(.recordEvery, 20)
        With(.evaluateEvery, 20)
        With(.timingRounds, 3)
    }
    // The step sizes are those that are chosen at desk size.
    Size(.quick, updates: 500, seeds: 8) {
        Axis(.parallel, [.locked, .decoupled])
        Axis(.units, [64])
        Axis(.linkLatency, [0])
        Where(.parallel, .locked) { With(.learningRate, 7e-3) }
        Where(.parallel, .decoupled) { With(.synthesizerLearningRate, 1e-2) }
        Where(.units, 64) { With(.timingRounds, 300) }
        With(.recordEvery, 100)
        With(.evaluateEvery, 100)
    }
    Size(.desk, updates: 1_000) {
        Tune(per: .units, .parallel, seeds: 2, by: .validationError) {
            Axis(.linkLatency, [0])
            Axis(.workers, [2])
            trialsOfLayers
        }
        With(.recordEvery, 100)
        With(.evaluateEvery, 100)
    }
    Size(.paper, updates: 500_000) {
        With(.batch, 256)
        Axis(.units, [256])
        Axis(.workers, [1, 2, 4, 8])
        With(.recordEvery, 5_000)
        With(.evaluateEvery, 5_000)
    }
    Report {
        Table(.updatesPerSecond, rows: .parallel, columns: .workers)
        Table(.predictedRate, rows: .parallel, columns: .workers)
        Table(.predictionError, rows: .parallel, columns: .workers)
        Table(.samplesPerSecond, rows: .parallel, columns: .workers)
        Table(.waitingShare(ofWorker: 0), rows: .parallel, columns: .workers)
        Table(.waitingShare(ofWorker: 1), rows: .parallel, columns: .workers)
        Table(.testError.atEqualTime(over: sharing), rows: .parallel, columns: .workers)
        Table(.testError, rows: .parallel, columns: .workers)
        Curve(.testError, by: .parallel, per: .workers)
        Curve(.testError, by: .parallel, per: .workers, over: .trainingTime)
        Note(
            """
            The speed-up of 1,024 workers that the simulator predicts for a network of 1,024 such \
            layers, from the costs measured on two; the figure has fewer workers too. Whatever \
            their number, the batch that goes through the layers is one of 128, and data \
            parallelism has one for each.
            """)
        Table(.predictedSpeedup, rows: .parallel, columns: .units)
        Curve(.predictedSpeedup, by: .parallel, per: .units)
        Claim("P1a", "On one worker a synthetic gradient makes training slower, not faster.") {
            Compare(
                .updatesPerSecond, of: .parallel, .decoupled, with: .locked, along: .units,
                expecting: .less
            ).at(.workers, 1)
        }.answering(Question.cost)
        Sentence {
            "A lone worker takes "
            Mean(.updatesPerSecond, of: .workers, 1, .parallel, .locked)
            " by backpropagation and "
            Mean(.updatesPerSecond, of: .workers, 1, .parallel, .decoupled)
            " with a synthesizer in the middle of eight layers: what the synthesizer costs, and nothing "
            "saved."
        }
        Claim("P1b", "On two workers layers that do not wait for their gradient are faster.") {
            Compare(
                .updatesPerSecond, of: .parallel, .decoupled, with: .locked, along: .units,
                expecting: .greater
            ).at(.workers, 2)
        }.answering(Question.cost)
        Claim(
            "P1b, error",
            "Layers that do not wait reach a lower error in equal time on two workers."
        ) {
            Compare(
                .testError.atEqualTime(over: sharing), of: .parallel, .decoupled, with: .locked,
                along: .units, expecting: .less
            ).at(.workers, 2)
        }.answering(Question.cost)
        Claim(
            "P1b, lone worker",
            "Two workers that do not wait reach a lower error in equal time than one by backpropagation."
        ) {
            Compare(
                .testError.atEqualTime(over: sharing), of: .parallel, .decoupled, with: .locked,
                along: .units, expecting: .less
            ).and(.workers, 2, with: 1)
        }.answering(Question.cost)
        Claim(
            "P1b, pipelined",
            "On two workers layers that do not wait are faster than pipelined microbatches."
        ) {
            Compare(
                .updatesPerSecond, of: .parallel, .decoupled, with: .pipelined, along: .units,
                expecting: .greater
            ).at(.workers, 2)
        }
        Claim(
            "P1b, control",
            "What two workers gain without waiting is due to the prediction: stale true gradients do worse."
        ) {
            Compare(
                .testError.atEqualTime(over: sharing), of: .parallel, .decoupled, with: .stale,
                along: .units, expecting: .less
            ).at(.workers, 2)
        }.answering(Question.cost)
        Sentence {
            "With layers that take "
            Mean(.layerTime, of: .parallel, .decoupled, .workers, 2)
            " forward and backward and messages that take "
            Mean(.linkTime, of: .parallel, .decoupled, .workers, 2)
            ", decoupled layers are predicted to beat locked ones "
            from(.locked)
            ", pipelined ones "
            from(.pipelined)
            ", stale gradients "
            from(.stale)
            " and data parallelism "
            from(.data)
            "."
        }
        Claim(
            "P1c",
            "On a simple dense layer a synthesizer hardly pays: it costs more than the backward of one."
        ) {
            Compare(
                .synthesizerPerBackward, of: .parallel, .decoupled, threshold: 1, along: .units,
                expecting: .greater
            ).at(.workers, 2)
        }
        Sentence {
            "A linear synthesizer costs as much as the backward of "
            Mean(.synthesizerPerBackward, of: .parallel, .decoupled, .workers, 2)
            " such layers: what it saves is the wait for those above it, so put one only where that is longer."
        }
        Claim(
            "P1d",
            "Two workers do no better as decoupled layers than with minibatches of their own."
        ) {
            Compare(
                .testError.atEqualTime(over: sharing), of: .parallel, .decoupled, with: .data,
                along: .units, expecting: .greater
            ).at(.workers, 2)
        }.answering(Question.cost)
        Claim(
            "P1d, rate",
            "Two workers train on fewer samples a second as decoupled layers than with minibatches of "
                + "their own."
        ) {
            Compare(
                .samplesPerSecond, of: .parallel, .decoupled, with: .data, along: .units,
                expecting: .less
            ).at(.workers, 2)
        }
        Sentence {
            "Two workers train on "
            Mean(.samplesPerSecond, of: .workers, 2, .parallel, .decoupled)
            " as decoupled layers, on "
            Mean(.samplesPerSecond, of: .workers, 2, .parallel, .data)
            " with minibatches of their own, and on "
            Mean(.samplesPerSecond, of: .workers, 2, .parallel, .pipelined)
            " as a pipeline; one alone on "
            Mean(.samplesPerSecond, of: .workers, 1, .parallel, .locked)
            "."
        }
    }
}

/// The axes on which cells differ that are compared after equal time.
private let sharing: [SettingName] = [.parallel, .workers]

/// From how many workers on decoupled layers are predicted to be faster than others.
private func from(_ kind: ParallelKind) -> Mean {
    Mean(
        .firstWorkers(than: kind), of: .parallel, .decoupled, .workers, 2,
        saying: "from # on", otherwise: "at no number up to 1,024")
}
