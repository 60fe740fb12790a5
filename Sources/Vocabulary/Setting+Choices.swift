// The settings whose values are words, in closed sets.

extension Setting where Content == TaskKind {
    /// The task that is learned.
    public static var task: Self { .init(.task, "task", default: .copy, "what is learned") }
}

extension Setting where Content == VocabularyRule {
    /// The characters that the network of the text task reads and predicts.
    public static var vocabulary: Self {
        .init(
            .vocabulary, "vocabulary", default: .all,
            "text task: the characters read and predicted, those of all parts, those of the "
                + "training part, or those and one symbol for all others")
    }
}

extension Setting where Content == CellKind {
    /// The recurrent cell.
    public static var cell: Self { .init(.cell, "cell", default: .lstm, "recurrent cell") }
}

extension Setting where Content == NetworkKind {
    /// The layers that the network of the image task is made of.
    public static var network: Self {
        .init(.network, "network", default: .dense, "image task: layers of the network")
    }
}

extension Setting where Content == ActivationKind {
    /// The activation of the hidden layers in the image task.
    public static var activation: Self {
        .init(
            .activation, "activation", default: .relu,
            "image task: activation of the hidden layers")
    }
}

extension Setting where Content == OptimizerKind {
    /// The optimizer.
    public static var optimizer: Self {
        .init(.optimizer, "optimizer", default: .adam, "optimizer")
    }
}

extension Setting where Content == GradientScalingRule {
    /// The scaling of the parameter gradient by its norm.
    public static var gradientScaling: Self {
        .init(
            .gradientScaling, "gradient_scaling", default: .clip,
            "parameter gradient: clip down to clip_norm, normalize to it, or into a band up to it")
    }
}

extension Setting where Content == CarriedScalingRule {
    /// The scaling of each sample's gradient at every step back through time.
    public static var carriedScaling: Self {
        .init(
            .carriedScaling, "carried_scaling", default: .clip,
            "carried gradient: as gradient_scaling, a sample's at every step back through time")
    }
}

extension Setting where Content == NormScope {
    /// The tensors whose norm `gradient_scaling` means.
    public static var normScope: Self {
        .init(
            .normScope, "norm_scope", default: .global,
            "whose norm gradient_scaling means: all tensors together or each by itself")
    }
}

extension Setting where Content == LengthDistributionKind {
    /// The lengths that are trained on: the curriculum's, or drawn up to it.
    public static var lengthDistribution: Self {
        .init(
            .lengthDistribution, "length_distribution", default: .fixed,
            "lengths trained on: the curriculum's, or drawn for every batch from 1 up to it")
    }
}

extension Setting where Content == Method {
    /// The training method.
    public static var method: Self {
        .init(.method, "method", default: .truncatedBPTT, "training method")
    }
}

extension Setting where Content == Placement {
    /// The layers whose outputs carry a synthesizer in the image task.
    public static var placement: Self {
        .init(
            .placement, "placement", default: .none, .placement,
            "image task: the layers whose outputs carry a synthesizer")
    }
}

extension Setting where Content == UpdateUnit {
    /// The part of a network that takes part in an update or not, by a draw of its own.
    public static var updateUnit: Self {
        .init(
            .updateUnit, "update_unit", default: .segment,
            "image task: what draws by update_probability for itself: a segment, which is the whole "
                + "network without synthesizers, or every layer")
    }
}

extension Setting where Content == InputSynthesizerKind {
    /// The network that predicts from the image the input of every layer above an interface.
    public static var inputSynthesizer: Self {
        .init(
            .inputSynthesizer, "input_synthesizer", default: .none,
            "image task: what predicts from the image the input of every layer above an interface, "
                + "which then need not wait for those below; with method backprop, without SGs")
    }
}

extension Setting where Content == SequenceEndRule {
    /// The synthetic gradient at a true sequence end.
    public static var sequenceEnd: Self {
        .init(
            .sequenceEnd, "sequence_end", default: .zero,
            "synthetic gradient at a true sequence end")
    }
}

extension Setting where Content == StepRule {
    /// The part of a sequence after which the optimizers step.
    public static var stepPer: Self {
        .init(.stepPer, "step_per", default: .window, "when the optimizers step")
    }
}

extension Setting where Content == StateRule {
    /// The recurrent state that a sequence starts from.
    public static var stateBetweenSequences: Self {
        .init(
            .stateBetweenSequences, "state_between_sequences", default: .reset,
            "the recurrent state a sequence starts from")
    }
}

extension Setting where Content == RemainderRule {
    /// The place of a sequence's short window.
    public static var remainder: Self {
        .init(
            .remainder, "remainder", default: .first,
            "where the short window of a sequence goes; masked: another word for last")
    }
}

extension Setting where Content == BudgetUnit {
    /// The unit of the budget and of the distances of recording, evaluation and diagnosis.
    public static var budgetUnit: Self {
        .init(
            .budgetUnit, "budget_unit", default: .updates,
            "what budget, record_every, evaluate_every and diagnose_every count")
    }
}

extension Setting where Content == Bool {
    /// Whether the hidden layers in the image task are normalized by the batch.
    public static var batchNormalization: Self {
        .init(
            .batchNormalization, "batch_normalization", default: true,
            "image task: normalize the hidden layers by the batch")
    }
    /// Whether the hidden layers of MLP synthesizers are normalized by the batch.
    public static var synthesizerBatchNormalization: Self {
        .init(
            .synthesizerBatchNormalization, "synthesizer_batch_normalization", default: false,
            "normalize the hidden layers of MLP synthesizers by the batch")
    }
    /// Whether `sg_scale` also multiplies the bootstrapped part of the synthesizer's target.
    public static var scaleBootstrap: Self {
        .init(
            .scaleBootstrap, "scale_bootstrap", default: true,
            "does sg_scale also multiply the bootstrapped part of the synthesizer's target?")
    }
}

extension Setting where Content == String {
    /// The text or the images: a name, a file or a folder.
    public static var data: Self {
        .init(
            .data, "data", default: "bible-kjv", .anyText,
            "text task: bible-kjv, a UTF-8 file, or a folder with ptb.char.{train,valid,test}.txt; "
                + "image task: mnist1d, mnist-sample (by make mnist-sample), or a folder with the files of "
                + "MNIST or CIFAR-10")
    }
    /// The hash of the data when the sweep was planned: derived, never set by hand.
    public static var dataFingerprint: Self {
        .init(
            .dataFingerprint, "data_fingerprint", default: "none", .anyText, "hash of the data read"
        )
    }
}
