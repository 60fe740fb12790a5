import Presage

/// Does decoupling layers make training faster, on one worker and on two?
let lockingSpeed = Experiment("locking-speed") {
    Note(
        """
        Eight layers on MNIST-1D, divided between workers, each a process on a core of its own that \
        sends activations and gradients through a socket. locked: the lower layers wait for the true \
        gradient. pipelined: a batch goes in four parts, so that both work at once (GPipe). stale: the \
        lower layers use the true gradient of an earlier batch. decoupled: they use a synthetic \
        gradient at the cut, and the true one trains the synthesizer when it comes. forward_unlocked: \
        the upper layers read synthetic inputs besides. data: every worker has all layers and a batch \
        of its own, and gradients are averaged. One worker does the same work alone; locked, stale \
        and data are then plain backpropagation.
        """)
    Alone()
    Problem(.images())
    With(.depth, 8)
    Optimize(.adam(rate: 1e-3), batch: 128)
    With(.method, .backprop)
    With(.placement, .layers(3))
    Where(.workers, 4) { With(.placement, .layers(1, 3, 5)) }
    Where(.workers, 8) { With(.placement, .all) }
    Where(.parallel, .decoupled) { With(.method, .synthetic(.linear, .conditioned)) }
    Where(.parallel, .forwardUnlocked) {
        With(.method, .synthetic(.linear, .conditioned))
        With(.inputSynthesizer, .linear)
    }
    Sweep {
        Axis(.units, [64, 256])
        Axis(.linkLatency, [0, 1000])
        Axis(.workers, [1, 2])
        Axis(
            .parallel,
            [.locked, .pipelined, .stale, .decoupled, .forwardUnlocked, .data])
        Seeds(5)
    }
    Size(.smoke, updates: 40, seeds: 1) {
        Axis(.units, [16])
        Axis(.linkLatency, [0])
        With(.batch, 16)
        With(.recordEvery, 20)
        With(.evaluateEvery, 20)
    }
    Size(.quick, updates: 200, seeds: 3) {
        Axis(.units, [256])
        Axis(.linkLatency, [0])
        With(.recordEvery, 40)
        With(.evaluateEvery, 40)
    }
    Size(.desk, updates: 2_000) {
        With(.recordEvery, 200)
        With(.evaluateEvery, 200)
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
        Table(.waitingShare, rows: .parallel, columns: .workers)
    }
}
