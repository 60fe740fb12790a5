/// A measured quantity: the name of a variable of the result files and how to speak of it.
public struct Measure: Hashable, Sendable {
    /// A variable of the collected file.
    public let variable: String
    public let label: String
    public let units: String
    /// Digits after the point in tables.
    public let digits: Int
    /// Which value of a curve is meant.
    public var moment = Moment.last

    public enum Moment: Sendable { case beforeTraining, last }

    /// The value at position 0 of a curve that has one.
    public var beforeTraining: Measure {
        var measure = self
        measure.moment = .beforeTraining
        return measure
    }

    /// The longest sequence the copy task's curriculum has mastered.
    public static let solvedLength = Measure(
        variable: "solved_length", label: "longest solved length N", units: "symbols", digits: 1)
    /// The repeats R of the longest Repeat Copy sequences mastered.
    public static let solvedRepeats = Measure(
        variable: "solved_repeats", label: "solved repeats R", units: "1", digits: 1)
    /// Time steps of the longest sequences mastered.
    public static let solvedSteps = Measure(
        variable: "solved_steps", label: "total steps of the longest solved sequences",
        units: "time steps", digits: 1)
    /// ‖G − G_T‖/‖G‖ of the parameter gradients G of full and G_T of truncated BPTT.
    public static let shareBeyondWindow = Measure(
        variable: "gradient_share_beyond", label: "share of the gradient beyond the window",
        units: "1", digits: 2)
    /// Mean of the last training windows' loss.
    public static let trainingBits = Measure(
        variable: "train_loss", label: "training loss", units: "bits per scored output", digits: 3)
    /// On held-out sequences of the curriculum's level.
    public static let heldOutLoss = Measure(
        variable: "held_out_loss", label: "loss on held-out sequences",
        units: "per scored output", digits: 3)
    /// On the validation text, as training goes on.
    public static let bitsPerCharacter = Measure(
        variable: "bits_per_character", label: "validation bits per character", units: "bits",
        digits: 3)
    /// On the test text, at the evaluation with the lowest validation error.
    public static let testBitsPerCharacter = Measure(
        variable: "test_bits_per_character", label: "test bits per character", units: "bits",
        digits: 3)
    /// Of the true gradient from beyond the boundaries.
    public static let trueGradientNorm = Measure(
        variable: "true_gradient_norm", label: "norm of the gradient from beyond the window",
        units: "nats", digits: 3)
    /// At the boundaries, of the next window's own loss.
    public static let windowGradientNorm = Measure(
        variable: "window_gradient_norm", label: "norm of the next window's own part of it",
        units: "nats", digits: 3)
    /// Of ĝ and the true gradient at the boundaries.
    public static let gradientCosine = Measure(
        variable: "gradient_cosine", label: "cosine of synthetic and true gradient", units: "1",
        digits: 2)
    /// Of the parameter gradients of truncated and full BPTT.
    public static let truncatedCosine = Measure(
        variable: "truncated_gradient_cosine",
        label: "cosine of truncated and full parameter gradient", units: "1", digits: 2)
    /// Of the parameter gradients of full BPTT and of windows with scale·ĝ at their ends.
    public static let boundaryCosine = Measure(
        variable: "boundary_gradient_cosine",
        label: "cosine of full parameter gradient and truncated one with SGs", units: "1",
        digits: 2)
    /// The share of test images told right.
    public static let testAccuracy = Measure(
        variable: "test_accuracy", label: "test accuracy", units: "1", digits: 3)
    /// The share of test images told wrong, as papers have it.
    public static let testError = Measure(
        variable: "test_error", label: "test error", units: "%", digits: 1)
    /// Squared error of a synthetic input by the squares of what it stands for.
    public static func inputError(atLayer layer: Int) -> Measure {
        Measure(
            variable: "input_error_layer_\(layer)",
            label: "relative squared error of the synthetic input above layer \(layer)",
            units: "1", digits: 2)
    }
    /// Of ĝ and the true gradient at an interface.
    public static func gradientCosine(atLayer layer: Int) -> Measure {
        Measure(
            variable: "gradient_cosine_layer_\(layer)",
            label: "cosine of synthetic and true gradient at layer \(layer)", units: "1", digits: 2)
    }
    /// Of ĝ against what the synthesizer at an interface is taught.
    public static func synthesizerLoss(atLayer layer: Int) -> Measure {
        Measure(
            variable: "synthesizer_loss_layer_\(layer)",
            label: "loss of the synthesizer at layer \(layer)", units: "nats^2", digits: 6)
    }
    /// ‖ĝ‖ by the true gradient's norm at an interface.
    public static func normRatio(atLayer layer: Int) -> Measure {
        Measure(
            variable: "gradient_norm_ratio_layer_\(layer)",
            label: "norm of the synthetic by that of the true gradient at layer \(layer)",
            units: "1", digits: 2)
    }
    /// Variance over batches of what a layer is trained with, by its mean's square.
    public static func gradientNoise(ofLayer layer: Int) -> Measure {
        Measure(
            variable: "gradient_noise_layer_\(layer)",
            label: "relative variance over batches of layer \(layer)'s gradient", units: "1",
            digits: 1)
    }
    /// Of the mean gradient a layer is trained with and backpropagation's.
    public static func parameterCosine(ofLayer layer: Int) -> Measure {
        Measure(
            variable: "parameter_gradient_cosine_layer_\(layer)",
            label: "cosine of layer \(layer)'s mean gradient and backpropagation's", units: "1",
            digits: 2)
    }
    /// Of the parameter gradient before scaling.
    public static let gradientNorm = Measure(
        variable: "gradient_norm", label: "norm of the parameter gradient", units: "nats",
        digits: 4)
}
