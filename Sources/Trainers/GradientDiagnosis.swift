import Tensor

/// The gradient that a window cuts off, how near a synthetic gradient comes to it, and how near a
/// learning rule's parameter gradient comes to full BPTT's.
///
/// Norms of state gradients are root mean squares over the batch (and over the boundaries) of a
/// sample's ∂(Σ ℓ/Λ)/∂s, in nats. G is the parameter gradient of full BPTT over the sequences. NaN
/// where there is nothing to measure.
package struct GradientDiagnosis: Sendable {
    /// Norm of ∂(loss of all later steps)/∂s at the boundaries.
    package var trueNorm = Double.nan
    /// Norm of ∂(loss of the window that begins there alone)/∂s at the boundaries.
    package var windowNorm = Double.nan
    /// Norm of ĝ at the boundaries, not scaled.
    package var syntheticNorm = Double.nan
    /// Cosine of ĝ and the true gradient, over all boundaries, samples and components.
    package var syntheticCosine = Double.nan
    /// ‖G − Σ G_w‖/‖G‖: the share of the parameter gradient that truncation takes, G_w the gradient
    /// of window w by truncated BPTT.
    package var shareBeyond = Double.nan
    /// Cosine of Σ G_w and G.
    package var truncatedCosine = Double.nan
    /// Cosine of G and the sum of the windows' gradients with scale·ĝ at their ends, whatever else
    /// the rule does.
    package var boundaryCosine = Double.nan
    /// Cosine of G and the rule's own gradient G_rule, summed over the sequence at frozen
    /// parameters.
    package var ruleCosine = Double.nan
    /// ‖G − G_rule‖/‖G‖.
    package var ruleShareMissing = Double.nan
    /// How well an affine map of the state could predict the true gradient at the boundaries, and how
    /// well the synthesizer does, over other sequences.
    package var future = GradientCeiling()
    /// The same of the discounted gradient that the synthesizer is trained toward.
    package var discounted = GradientCeiling()
    /// Norm of ∂(loss of the last scored step)/∂s by lag: the number of steps before that step's
    /// own state.
    package var lags: [(lag: Int, norm: Double)] = []

    /// Nothing measured yet.
    package init() {}
}

extension GradientDiagnosis: Resumable {
    private static var values: [WritableKeyPath<GradientDiagnosis, Double>] {
        [
            \.trueNorm, \.windowNorm, \.syntheticNorm, \.syntheticCosine, \.shareBeyond,
            \.truncatedCosine, \.boundaryCosine, \.ruleCosine, \.ruleShareMissing,
        ]
    }

    /// Transfers every measured number.
    package mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        let places = Self.values
        var values = places.map { self[keyPath: $0] }
        try state.reals("values", &values, count: places.count)
        for (place, value) in zip(places, values) { self[keyPath: place] = value }
        try state.part("future", &future)
        try state.part("discounted", &discounted)
        var (steps, norms) = (lags.map(\.lag), lags.map(\.norm))
        try state.integers("lags", &steps)
        try state.reals("norms_by_lag", &norms, count: steps.count)
        lags = Array(zip(steps, norms))
    }
}
