// Quantities of cells that several workers train, and what the simulator predicts of them.

extension Quantity {
    /// Time since training began, without evaluations: the time over which training is compared.
    public static let trainingTime = Quantity(
        "training_time", label: "training time", unit: "s", digits: 2,
        longName: "time since training began, without evaluations")
    /// Optimizer steps per second of training.
    public static let updatesPerSecond = Quantity(
        "updates_per_second", label: "updates per second", unit: "1/s", digits: 1,
        better: .higher, longName: "optimizer steps per second of training")
    /// Samples trained on per second, by all workers together.
    public static let samplesPerSecond = Quantity(
        "samples_per_second", label: "samples per second", unit: "1/s", digits: 0,
        better: .higher,
        longName: "samples trained on per second of training, by all workers together")
    /// The largest share of its time that a worker waits.
    public static let waitingShare = Quantity(
        "waiting_share", label: "waiting share", digits: 3, better: .lower,
        longName: "share of the training time in which the worker waits that waits the most")
    /// The share of its time that one worker waits.
    /// - Parameter worker: counted from 0; the first has the lowest layers, or the first window.
    public static func waitingShare(ofWorker worker: Int) -> Quantity {
        Quantity(
            "waiting_share_worker_\(worker)", label: "waiting share of worker \(worker)",
            digits: 3, better: .lower,
            longName: "share of the training time in which worker \(worker) waits")
    }
    /// The optimizer steps per second that the simulator predicts.
    public static let predictedRate = Quantity(
        "predicted_updates_per_second", label: "predicted updates per second", unit: "1/s",
        digits: 1, better: .higher,
        longName: "optimizer steps per second that the simulator predicts from measured costs")
    /// How far the simulator's prediction is from the measured rate.
    public static let predictionError = Quantity(
        "prediction_error", label: "error of the prediction", unit: "%", digits: 1,
        longName: "predicted minus measured updates per second, relative to the measured ones")
    /// Time of a layer, forward and backward.
    public static let layerTime = Quantity(
        "layer_time", label: "time of a layer", unit: "us", digits: 0,
        longName: "mean time of a layer's forward and backward")
    /// Time of a message between two workers.
    public static let linkTime = Quantity(
        "link_time", label: "time of a message", unit: "us", digits: 0,
        longName: "time from the sending of a message to its arrival at another worker")
    /// The speed of more and more workers against one, as the simulator predicts it for a network of
    /// 1,024 equal layers; the last value is that of 1,024 workers.
    public static let predictedSpeedup = Quantity(
        "predicted_speedup", label: "predicted speed-up", digits: 1, better: .higher,
        longName: "samples per second that the simulator predicts, relative to one worker")
    /// The number of workers from which decoupled ones are faster than those of another mode, as the
    /// simulator predicts it; missing where they never are.
    public static func firstWorkers(than mode: ParallelKind) -> Quantity {
        Quantity(
            "decoupled_beats_\(mode.rawValue)_from",
            label: "workers from which decoupled beats \(mode.rawValue)", digits: 0,
            resolution: .step(1), better: .lower,
            longName: "fewest workers with which decoupled training is predicted to be faster")
    }
}
