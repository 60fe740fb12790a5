import Tensor

extension RecurrentSession {
    /// ∂/∂s_0 of the latest backward, per sample. (B, S)
    var boundaryGradient: Matrix { pass.stateGradient }

    /// Carries the window's loss, and `boundary`·`scale` arriving at its end, back to its start.
    /// - Parameters:
    ///   - accumulating: whether parameter gradients are wanted too.
    ///   - atState: sees, and may change, the gradient at every state, after it was scaled into
    ///     the carried range.
    func backward(
        from boundary: Matrix?, scale: Double = 1, accumulating: Bool = true,
        atState: ((_ step: Int, _ gradient: Matrix) -> Void)? = nil
    ) {
        pass.stateGradient.fill(0)
        if let boundary { pass.stateGradient.add(boundary, scaledBy: Float(scale)) }
        let gradients = accumulating ? gradients : nil
        let range = options.carriedRange
        guard !range.isOpen else {
            pass.backward(into: gradients, atState: atState)
            return
        }
        pass.backward(into: gradients) { step, gradient in
            gradient.scaleRows(into: range)
            atState?(step, gradient)
        }
    }
}
