/// The scaling of a parameter gradient by its norm.
public enum GradientScalingRule: String, Choice {
    /// Scaling down to `clip_norm` (Pascanu, Mikolov and Bengio 2013).
    case clip
    /// Scaling to `clip_norm`, up or down.
    case normalize
    /// Scaling into the range from `norm_floor` to `clip_norm`.
    case band
    /// No scaling.
    case none

    /// The settings that are read where this is chosen.
    public var reads: Reads {
        switch self {
        case .clip, .normalize: [.clipNorm]
        case .band: [.normFloor, .clipNorm]
        case .none: []
        }
    }
}

/// The scaling of each sample's gradient at every step back through time.
public enum CarriedScalingRule: String, Choice {
    /// Scaling down to `carried_clip_norm`.
    case clip
    /// Scaling to `carried_clip_norm`, up or down.
    case normalize
    /// Scaling into the range from `carried_norm_floor` to `carried_clip_norm`.
    case band
    /// No scaling.
    case none

    /// The settings that are read where this is chosen.
    public var reads: Reads {
        switch self {
        case .clip, .normalize: [.carriedClipNorm]
        case .band: [.carriedNormFloor, .carriedClipNorm]
        case .none: []
        }
    }
}

/// The tensors whose norm decides the scaling of the parameter gradient.
public enum NormScope: String, Choice {
    /// All tensors together: the direction of the whole gradient is kept.
    case global
    /// Every tensor by itself.
    case block
}
