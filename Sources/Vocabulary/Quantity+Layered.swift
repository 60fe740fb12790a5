// Quantities of layered training.

extension Quantity {
    /// The share of correctly classified test images.
    public static let testAccuracy = Quantity(
        "test_accuracy", label: "test accuracy", digits: 3,
        resolution: .share(of: .testImages, whole: 1), better: .higher,
        longName: "share of correctly classified test images", forms: [.images])
    /// The share of misclassified test images, in percent, as papers have it.
    public static let testError = Quantity(
        "test_error", label: "test error", unit: "%", digits: 1,
        resolution: .share(of: .testImages, whole: 100), better: .lower,
        longName: "share of misclassified test images", forms: [.images])

    /// Squared error of the synthetic input above a layer, by the squares of the layer's output.
    public static func inputError(atLayer layer: Int) -> Quantity {
        Quantity(
            "input_error_layer_\(layer)",
            label: "relative squared error of the synthetic input above layer \(layer)",
            digits: 3, better: .lower,
            longName: "squared error of the synthetic input, by the squares of the layer's output",
            forms: [.images])
    }

    /// Cosine of synthetic and true gradient at an interface.
    public static func gradientCosine(atLayer layer: Int) -> Quantity {
        Quantity(
            "gradient_cosine_layer_\(layer)",
            label: "cosine of synthetic and true gradient at layer \(layer)", better: .higher,
            longName: "cosine of synthetic and true gradient", forms: [.images])
    }

    /// Mean squared error of the synthetic gradient at an interface against its regression target.
    public static func synthesizerLoss(atLayer layer: Int) -> Quantity {
        Quantity(
            "synthesizer_loss_layer_\(layer)",
            label: "loss of the synthesizer at layer \(layer)", unit: "nats^2", digits: 6,
            better: .lower,
            longName: "squared error of the synthetic gradient against its regression target",
            forms: [.images])
    }

    /// Norm of the synthetic gradient by that of the true one at an interface.
    public static func normRatio(atLayer layer: Int) -> Quantity {
        Quantity(
            "gradient_norm_ratio_layer_\(layer)",
            label: "norm of the synthetic by that of the true gradient at layer \(layer)",
            longName: "norm of the synthetic by that of the true gradient", forms: [.images])
    }

    /// Cosine of a layer's mean parameter gradient and backpropagation's.
    public static func parameterCosine(ofLayer layer: Int) -> Quantity {
        Quantity(
            "parameter_gradient_cosine_layer_\(layer)",
            label: "cosine of layer \(layer)'s mean gradient and backpropagation's",
            better: .higher,
            longName: "cosine of the mean parameter gradient and backpropagation's",
            forms: [.images])
    }
}
