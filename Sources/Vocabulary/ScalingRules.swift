/// How a parameter gradient is scaled by its norm.
public enum GradientScalingRule: String, Choice {
    /// Down to `clip_norm` (Pascanu, Mikolov and Bengio 2013).
    case clip
    /// To `clip_norm`, up or down.
    case normalize
    /// Into the range from `norm_floor` to `clip_norm`.
    case band
    case none

    public var reads: Reads {
        switch self {
        case .clip, .normalize: [.clipNorm]
        case .band: [.normFloor, .clipNorm]
        case .none: []
        }
    }
}

/// How each sample's gradient is scaled at every step back through time.
public enum CarriedScalingRule: String, Choice {
    /// Down to `carried_clip_norm`.
    case clip
    /// To `carried_clip_norm`, up or down.
    case normalize
    /// Into the range from `carried_norm_floor` to `carried_clip_norm`.
    case band
    case none

    public var reads: Reads {
        switch self {
        case .clip, .normalize: [.carriedClipNorm]
        case .band: [.carriedNormFloor, .carriedClipNorm]
        case .none: []
        }
    }
}

/// The tensors whose norm gradient scaling means.
public enum NormScope: String, Choice {
    /// All together: the direction of the whole gradient is kept.
    case global
    /// Every tensor by itself.
    case block
}
