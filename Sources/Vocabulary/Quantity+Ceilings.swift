// Quantities that say what could be predicted of a gradient, and what is wrong with one.

extension Quantity {
    /// Who predicts a gradient, in a quantity's name and label.
    private enum Predictor: String {
        case linear = "ceiling"
        case conditioned = "conditioned_ceiling"
        case synthesizer

        var label: String {
            switch self {
            case .linear: "best linear prediction"
            case .conditioned: "best linear prediction with targets"
            case .synthesizer: "synthesizer"
            }
        }

        var longName: String {
            let ridge =
                "the ridge regression with the best penalty, fitted to one half of held-out pairs and "
                + "judged by the other"
            return switch self {
            case .linear: "\(ridge), from the state alone"
            case .conditioned: "\(ridge), from all that a conditioned synthesizer sees"
            case .synthesizer: "the synthesizer on the pairs of the ceiling"
            }
        }
    }

    /// What is predicted.
    private enum Target {
        case future, discounted
        case layer(Int)

        /// What stands before and behind a predictor's name.
        var affixes: (String, String) {
            switch self {
            case .future: ("", "")
            case .discounted: ("discounted_", "")
            case .layer(let layer): ("", "_layer_\(layer)")
            }
        }

        var label: String {
            switch self {
            case .future: "future gradient"
            case .discounted: "discounted gradient"
            case .layer(let layer): "gradient at layer \(layer)"
            }
        }

        var longName: String {
            switch self {
            case .future: "the gradient of all later losses at the boundaries"
            case .discounted:
                "the discounted gradient that a bootstrapped synthesizer is trained toward, in which "
                    + "the part of each further window counts sg_scale times once more unless "
                    + "scale_bootstrap is no"
            case .layer: "the true gradient at the layer's output"
            }
        }

        var forms: Set<TaskForm> {
            switch self {
            case .future, .discounted: [.episodes, .stream]
            case .layer: [.images]
            }
        }
    }

    private static func cosine(_ predictor: Predictor, _ target: Target) -> Quantity {
        let (before, behind) = target.affixes
        return Quantity(
            before + predictor.rawValue + "_cosine" + behind,
            label: "cosine of \(predictor.label) and \(target.label)", better: .higher,
            longName: "cosine with \(target.longName), of \(predictor.longName)",
            forms: target.forms)
    }

    private static func explained(_ predictor: Predictor, _ target: Target) -> Quantity {
        let (before, behind) = target.affixes
        return Quantity(
            before + predictor.rawValue + "_r2" + behind,
            label: "R² of \(predictor.label) and \(target.label)", better: .higher,
            longName: "share explained of the variance of \(target.longName), by "
                + predictor.longName, forms: target.forms)
    }

    /// Cosine of the best linear prediction from the state and the future gradient.
    public static let ceilingCosine = cosine(.linear, .future)
    /// Share of the future gradient's variance that the best linear prediction explains.
    public static let ceilingR2 = explained(.linear, .future)
    /// `ceilingCosine` with the targets that a conditioned synthesizer sees.
    public static let conditionedCeilingCosine = cosine(.conditioned, .future)
    /// `ceilingR2` with the targets that a conditioned synthesizer sees.
    public static let conditionedCeilingR2 = explained(.conditioned, .future)
    /// Cosine of the synthetic and the future gradient on the pairs of the ceiling.
    public static let synthesizerCosine = cosine(.synthesizer, .future)
    /// Share of the future gradient's variance that the synthesizer explains.
    public static let synthesizerR2 = explained(.synthesizer, .future)

    /// Cosine of the best linear prediction and the discounted gradient that a bootstrapped synthesizer is
    /// trained toward, where the part of each further window counts `sg_scale` times once more.
    public static let discountedCeilingCosine = cosine(.linear, .discounted)
    /// Share of the discounted gradient's variance that the best linear prediction explains.
    public static let discountedCeilingR2 = explained(.linear, .discounted)
    /// `discountedCeilingCosine` with the targets that a conditioned synthesizer sees.
    public static let discountedConditionedCeilingCosine = cosine(.conditioned, .discounted)
    /// `discountedCeilingR2` with the targets that a conditioned synthesizer sees.
    public static let discountedConditionedCeilingR2 = explained(.conditioned, .discounted)
    /// Cosine of the synthetic and the discounted gradient.
    public static let discountedSynthesizerCosine = cosine(.synthesizer, .discounted)
    /// Share of the discounted gradient's variance that the synthesizer explains.
    public static let discountedSynthesizerR2 = explained(.synthesizer, .discounted)

    /// Cosine of the best linear prediction from a layer's output and the true gradient there.
    public static func ceilingCosine(atLayer layer: Int) -> Quantity {
        cosine(.linear, .layer(layer))
    }
    /// Share of the true gradient's variance at a layer that the best linear prediction explains.
    public static func ceilingR2(atLayer layer: Int) -> Quantity {
        explained(.linear, .layer(layer))
    }
    /// `ceilingCosine(atLayer:)` with the label.
    public static func conditionedCeilingCosine(atLayer layer: Int) -> Quantity {
        cosine(.conditioned, .layer(layer))
    }
    /// `ceilingR2(atLayer:)` with the label.
    public static func conditionedCeilingR2(atLayer layer: Int) -> Quantity {
        explained(.conditioned, .layer(layer))
    }
    /// Cosine of the synthetic and the true gradient at a layer on the samples of the ceiling.
    public static func synthesizerCosine(atLayer layer: Int) -> Quantity {
        cosine(.synthesizer, .layer(layer))
    }
    /// Share of the true gradient's variance at a layer that the synthesizer explains.
    public static func synthesizerR2(atLayer layer: Int) -> Quantity {
        explained(.synthesizer, .layer(layer))
    }

    /// Variance over batches of the parameter gradient that a layer is trained with, by the square of
    /// backpropagation's mean gradient: one unit for all methods.
    public static func gradientVariance(ofLayer layer: Int) -> Quantity {
        Quantity(
            "gradient_variance_layer_\(layer)",
            label: "variance of layer \(layer)'s gradient", better: .lower,
            longName: "variance over batches of the parameter gradient, by the square of the mean "
                + "of backpropagation's: estimates without bias", forms: [.images])
    }
    /// Variance over batches of the parameter gradient that a layer is trained with, by the square of its
    /// own mean: noise by signal, the same whatever the gradient's length.
    public static func gradientNoise(ofLayer layer: Int) -> Quantity {
        Quantity(
            "gradient_noise_layer_\(layer)",
            label: "noise of layer \(layer)'s gradient", better: .lower,
            longName: "variance over batches of the parameter gradient, by the square of its own "
                + "mean: estimates without bias", forms: [.images])
    }
    /// Squared difference of the means over batches of a layer's parameter gradient and
    /// backpropagation's, by the square of the latter.
    public static func gradientBias(ofLayer layer: Int) -> Quantity {
        Quantity(
            "gradient_bias_layer_\(layer)",
            label: "squared bias of layer \(layer)'s gradient", better: .lower,
            longName: "squared difference of the means over batches of the parameter gradient and "
                + "backpropagation's, by the square of the latter: estimates without bias, which may "
                + "be below 0 where there is none", forms: [.images])
    }
}
