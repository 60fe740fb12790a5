// Quantities of the parts of an update, measured in runs that time them.

extension Quantity {
    /// The median time of a forward, of a layer or of a recurrent window.
    public static let forwardTime = Quantity(
        "forward_time", label: "forward", unit: "us", digits: 1, better: .lower,
        longName: "time of the forward of a layer or window, median over rounds")
    /// The median time of a backward, with the gradients of inputs and parameters.
    public static let backwardTime = Quantity(
        "backward_time", label: "backward", unit: "us", digits: 1, better: .lower,
        longName: "time of the backward of a layer or window, median over rounds")
    /// The median time of an optimizer's step.
    public static let stepTime = Quantity(
        "step_time", label: "optimizer step", unit: "us", digits: 1, better: .lower,
        longName: "time of the optimizer's step of a layer or network, median over rounds")
    /// The median time of a synthesizer's prediction.
    public static let synthesizerTime = Quantity(
        "synthesizer_time", label: "synthesizer's prediction", unit: "us", digits: 1,
        better: .lower, longName: "time of a synthesizer's prediction, median over rounds")
    /// The median time of a synthesizer's training: regression and step.
    public static let synthesizerTrainingTime = Quantity(
        "synthesizer_training_time", label: "synthesizer's training", unit: "us", digits: 1,
        better: .lower,
        longName: "time of a synthesizer's regression and optimizer step, median over rounds")

    /// The distance of a time's quartiles over the rounds of one run.
    public static func spread(of time: Quantity) -> Quantity {
        Quantity(
            time.name + "_spread", label: "spread of \(time.label)", unit: time.unit,
            digits: time.digits, better: .lower,
            longName: "distance of the quartiles over rounds of \(time.name)")
    }

    /// The time of a synthesizer by that of the backward of one layer or window: with more of those above
    /// it, it is cheaper than the backpropagation that it stands for.
    public static let synthesizerPerBackward = Quantity(
        "synthesizer_per_backward", label: "layers of backward that a synthesizer costs",
        better: .lower,
        longName: "time of a synthesizer's prediction, regression and step, by that of one backward"
    )
    /// The time of a synthesizer's prediction alone by that of the backward of one layer or window.
    public static let predictionPerBackward = Quantity(
        "prediction_per_backward", label: "layers of backward that a prediction costs",
        better: .lower, longName: "time of a synthesizer's prediction, by that of one backward")
    /// The share of a synthesizer in an update of one layer or window with it.
    public static let synthesizerShare = Quantity(
        "synthesizer_share", label: "the synthesizer's share of an update", better: .lower,
        longName: "time of a synthesizer, by that of an update of one layer or window with it")
    /// The memory of a layer or a recurrent window in training.
    public static let layerMemory = Quantity(
        "layer_memory", label: "memory of a layer", unit: "bytes", digits: 0, resolution: .step(1),
        better: .lower,
        longName: "parameters, gradients, moments and activations of a layer or window")
    /// The memory of a synthesizer in training.
    public static let synthesizerMemory = Quantity(
        "synthesizer_memory", label: "memory of a synthesizer", unit: "bytes", digits: 0,
        better: .lower, longName: "parameters, gradients, moments and activations of a synthesizer")
    /// The memory of a synthesizer by that of the layer or window.
    public static let synthesizerPerLayerMemory = Quantity(
        "synthesizer_per_layer_memory", label: "layers of memory that a synthesizer takes",
        better: .lower, longName: "memory of a synthesizer, by that of one layer or window")
}
