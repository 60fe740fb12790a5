// Quantities of any run, between one recorded point and the next.

extension Quantity {
    /// Optimizer steps taken.
    public static let updates = Quantity(
        "updates", label: "updates", digits: 0, resolution: .step(1), longName: "optimizer steps")
    /// Time per optimizer step, of a whole cell.
    public static let wallTimePerUpdate = Quantity(
        "wall_time_per_update", label: "wall time per update", unit: "ms", digits: 3,
        better: .lower,
        longName: "time the cell took, evaluations included, per optimizer step")
    /// Time steps per sequence lane trained on.
    public static let timeSteps = Quantity(
        "time_steps", label: "time steps", digits: 0, resolution: .step(1),
        longName: "time steps per sequence lane")
    /// Batches of sequences or images begun.
    public static let batches = Quantity(
        "batches", label: "batches", digits: 0, resolution: .step(1),
        longName: "batches of sequences or images begun")
    /// Mean training loss since the point before.
    public static let trainingLoss = Quantity(
        "train_loss", label: "training loss", unit: "bits per scored output", digits: 3,
        better: .lower, longName: "mean training loss since the point before")
    /// Mean norm of the parameter gradient before scaling, since the point before.
    public static let gradientNorm = Quantity(
        "gradient_norm", label: "norm of the parameter gradient", unit: "nats", digits: 4,
        longName: "mean norm of the parameter gradient before clipping, since the point before")
    /// Mean squared error of the synthesizers since the point before.
    public static let synthesizerLoss = Quantity(
        "synthesizer_loss", label: "loss of the synthesizer", unit: "nats^2", digits: 6,
        better: .lower,
        longName: "mean squared error of the synthesizer since the point before")
    /// Mean squared error of the auxiliary head since the point before.
    public static let auxiliaryLoss = Quantity(
        "auxiliary_loss", label: "loss of the auxiliary head", unit: "nats^2", digits: 6,
        better: .lower,
        longName: "mean squared error of the auxiliary head since the point before")
    /// Mean squared error of the synthetic inputs since the point before.
    public static let inputLoss = Quantity(
        "input_loss", label: "loss of the synthetic inputs", digits: 6, better: .lower,
        longName: "mean squared error of the synthetic inputs since the point before")
    /// Mean norm of the synthetic gradient at the boundary, since the point before.
    public static let syntheticGradientNorm = Quantity(
        "synthetic_gradient_norm", label: "norm of the synthetic gradient", unit: "nats",
        digits: 4,
        longName: "mean norm of the synthetic gradient at the boundary, since the point before")
}
