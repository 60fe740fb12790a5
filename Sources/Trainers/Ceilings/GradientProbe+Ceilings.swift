import Layers
import Tasks
import Tensor

extension GradientProbe {
    /// The ceilings of the gradients at the boundaries between windows.
    package struct Ceilings {
        /// Of the future gradient g_k = ∂(loss of all later steps)/∂s_k.
        package let future: GradientCeiling
        /// Of the discounted gradient d_k, which a synthesizer is trained toward; see `discounts`.
        package let discounted: GradientCeiling
    }

    /// Measures how well an affine map of the state could predict what the synthesizer is to predict,
    /// at the present parameters, and how well the synthesizer does.
    ///
    /// Cost: two or three passes over the sequences, and for every pair of a state of S components and
    /// its gradients 3·S² multiplications. Memory: one pass and `PairMoments`.
    /// - Parameters:
    ///   - batches: sequences short enough to be run in one piece.
    ///   - pausing: called now and then; what it throws ends the measurement.
    package func ceilings(
        on batches: some Sequence<SequenceBatch>, pausing: () throws -> Void
    ) rethrows -> Ceilings {
        twin.restart(like: live)
        let rule = twin.rule as? SyntheticGradientBPTT
        let width = live.network.stateWidth
        let discounts = rule.flatMap { Discounts(of: $0, live.options) }
        var ceiling = LinearCeiling(
            state: width, inputs: rule?.interface.inputs ?? width, width: width,
            targets: discounts == nil ? 1 : 2, isPredicted: rule != nil)
        let prediction = Matrix(rows: live.batch, columns: width)
        var pass: WindowPass?
        for (index, sequences) in batches.enumerated() {
            let boundaries = schedule.windows(of: sequences).dropFirst().map(\.steps.lowerBound)
            let own =
                pass.flatMap { $0.capacity == sequences.steps ? $0 : nil }
                ?? WindowPass(
                    network: live.network, batch: live.batch, capacity: sequences.steps,
                    in: Workspace())
            pass = own
            own.initialState.fill(0)
            _ = own.forward(
                Window(sequences, steps: 0..<sequences.steps).contents,
                lossScale: sequences.lossScale)
            var gradients = [own.gradients(at: boundaries)]
            if let discounts { gradients.append(own.gradients(at: boundaries, discounts)) }
            for (place, step) in boundaries.enumerated() {
                try pausing()
                let state = own.state(after: step)
                rule?.interface.predict(state, at: step, of: sequences, into: prediction)
                ceiling.add(
                    rule?.interface.joined(state, at: step, of: sequences) ?? state,
                    gradients.map { $0[place] }, prediction: rule == nil ? nil : prediction,
                    first: index * live.batch)
            }
        }
        let future = try ceiling.judged(0, pausing: pausing)
        guard let rule else { return Ceilings(future: future, discounted: GradientCeiling()) }
        // A rule that discounts nothing is trained toward the future gradient itself.
        return Ceilings(
            future: future,
            discounted: discounts != nil
                ? try ceiling.judged(1, pausing: pausing)
                : rule.bootstraps ? future : GradientCeiling())
    }
}

/// What makes the gradient that a bootstrapped synthesizer is trained toward differ from the future
/// gradient.
///
/// The target at the boundary k before window k is ∂ℓ_k/∂s_k + s·J_kᵀ·ĝ_{k+1}, ℓ_k the window's loss,
/// J_k = ∂s_{k+1}/∂s_k, and s = sg_scale where that multiplies the bootstrapped part. A synthesizer that
/// met all its targets would predict d_k = ∂ℓ_k/∂s_k + s·J_kᵀ·d_{k+1}: a return in which the part of
/// each further window counts s times once more, 0 after the last window. With a mixing λ < 1 the
/// gradient is also multiplied by λ + (1 − λ)·s at every state inside a window, and it is scaled into
/// the carried range where it is so in training.
struct Discounts {
    /// The factor s at a boundary, and that at every other state.
    let boundary: Float
    let inner: Float
    private let options: TrainingOptions

    /// The discounts of a rule; nil where it has none, or other targets.
    init?(of rule: SyntheticGradientBPTT, _ options: TrainingOptions) {
        guard rule.bootstraps else { return nil }
        let scale = options.bootstrapScale
        boundary = Float(scale)
        inner = Float(options.mixing + (1 - options.mixing) * scale)
        self.options = options
        if boundary == 1 && inner == 1 && options.carriedRange.isOpen { return nil }
    }

    /// Scales a gradient into the carried range, as it is in training.
    func scale(_ gradient: Matrix) {
        if !options.carriedRange.isOpen { gradient.scaleRows(into: options.carriedRange) }
    }
}

extension WindowPass {
    /// The gradients ∂/∂s of the loss of all later steps of the latest forward, in the order of
    /// `steps`, which ascend.
    /// - Parameter discounts: nil: the future gradient itself.
    fileprivate func gradients(at steps: [Int], _ discounts: Discounts? = nil) -> [Matrix] {
        let boundaries = Set(steps)
        var gradients: [Matrix] = []
        stateGradient.fill(0)
        backward(into: nil) { step, gradient in
            let isBoundary = boundaries.contains(step)
            discounts?.scale(gradient)
            if isBoundary {
                let copy = Matrix(rows: gradient.rows, columns: gradient.columns)
                copy.copy(from: gradient)
                gradients.append(copy)
            }
            guard let discounts else { return }
            let factor = isBoundary ? discounts.boundary : discounts.inner
            if factor != 1 { gradient.scale(by: factor) }
        }
        return gradients.reversed()
    }
}
