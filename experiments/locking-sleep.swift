import Presage

/// Is the simulation of workers right where there are more of them than cores?
let lockingSleep = Experiment("locking-sleep") {
    Note(
        """
        The ways to share eight layers that locking-speed compares, with layers that sleep for a \
        millisecond forward and for two backward in place of computing as long, and synthesizers \
        that sleep as long as a layer: workers then wait for one another as on as many cores, \
        however many there are. It shows what more workers bring, and whether the simulator \
        predicts it.
        """)
    Alone()
    Problem(.images())
    Optimize(.adam(rate: 1e-3), batch: 16)
    With(.depth, 8)
    With(.units, 8)
    With(.layerSleep, 1000)
    With(.method, .backprop)
    Where(.workers, 1) { With(.placement, .layers(3)) }
    Where(.workers, 2) { With(.placement, .layers(3)) }
    Where(.workers, 4) { With(.placement, .layers(1, 3, 5)) }
    Where(.workers, 8) { With(.placement, .all) }
    Where(.parallel, .decoupled) { With(.method, .synthetic(.linear, .conditioned)) }
    Where(.parallel, .forwardUnlocked) {
        With(.method, .synthetic(.linear, .conditioned))
        With(.inputSynthesizer, .linear)
    }
    Sweep {
        Axis(.linkLatency, [0, 2000])
        Axis(.workers, [1, 2, 4, 8])
        Axis(
            .parallel, [.locked, .pipelined, .stale, .decoupled, .forwardUnlocked, .data])
        Seeds(3)
    }
    Size(.smoke, updates: 6, seeds: 1) {
        Axis(.linkLatency, [0])
        Axis(.workers, [1, 4])
        With(.layerSleep, 100)
        With(.recordEvery, 3)
        With(.evaluateEvery, 3)
    }
    Size(.quick, updates: 20, seeds: 1) {
        Axis(.linkLatency, [0])
        With(.recordEvery, 20)
        With(.evaluateEvery, 20)
    }
    Size(.desk, updates: 60, seeds: 2) {
        With(.recordEvery, 30)
        With(.evaluateEvery, 60)
    }
    Report {
        Table(.updatesPerSecond, rows: .parallel, columns: .workers)
        Table(.predictedRate, rows: .parallel, columns: .workers)
        Table(.predictionError, rows: .parallel, columns: .workers)
        Table(.waitingShare, rows: .parallel, columns: .workers)
    }
}
