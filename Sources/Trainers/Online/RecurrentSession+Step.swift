import Tensor

extension RecurrentSession {
    /// The gradients of the cell's P parameters, as one row, aliased.
    var cellGradients: Matrix {
        parameterGradients.flat.columns(0..<network.cellParameterCount)
    }

    /// ∂ℓ_t/∂h_t of the latest forward, of one step, per sample. (B, H)
    var hiddenError: Matrix { pass.hiddenGradient(ofStep: 0) }

    /// ∂ℓ_t/∂y_t of the latest forward, of one step, per sample. (B, O)
    var outputError: Matrix { pass.outputGradient(ofStep: 0) }

    /// Adds the read-out's gradients of the latest forward, which no rule approximates.
    func addReadOutGradients() { pass.accumulateReadOut(into: gradients) }
}
