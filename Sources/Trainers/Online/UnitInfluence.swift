import Tensor

/// The influence ∂s/∂θ of every parameter on the state components of its own unit alone, all other
/// influence taken to be zero.
///
/// Row b·k + a, column p is component a·H + u(p) of sample b, u(p) the unit that parameter p
/// belongs to and k = S/H the number of state components a unit has: B·k·P numbers in place of
/// RTRL's B·S·P.
final class UnitInfluence {
    /// The influence. (B·k, P)
    let matrix: Matrix
    /// The immediate influence of a step, for the caller to write before `advance`. (B·k, P)
    let immediate: Matrix
    private let unitOfParameter: [Int]
    private let units: Int
    private let batch: Int
    private let components: Int

    /// - Precondition: every parameter reaches one unit only within a step.
    init(_ context: RuleContext) {
        guard let unitOfParameter = context.network.unitOfParameter else {
            preconditionFailure(
                "a parameter of \(type(of: context.network.cell)) reaches several units in a step")
        }
        self.unitOfParameter = unitOfParameter
        batch = context.batch
        units = context.network.units
        components = context.network.stateWidth / units
        matrix = context.workspace.matrix(batch * components, unitOfParameter.count)
        immediate = context.workspace.matrix(batch * components, unitOfParameter.count)
    }

    /// Advances the influence one step: M becomes D·M plus the immediate influence.
    /// - Parameter diagonals: D, ∂s'/∂s between the components of a unit: row b·k + a, column
    ///   a'·H + u is ∂s'[a·H + u]/∂s[a'·H + u] of sample b. (B·k, S)
    func advance(by diagonals: Matrix) {
        diagonals.requireContiguous("the advance of an influence")
        let count = unitOfParameter.count
        unitOfParameter.withUnsafeBufferPointer { unit in
            for row in 0..<batch * components {
                let next = immediate.pointer + row * count
                for component in 0..<components {
                    let previous =
                        matrix.pointer + (row / components * components + component) * count
                    let factors =
                        diagonals.pointer + row * diagonals.columns + component * units
                    for index in 0..<count { next[index] += factors[unit[index]] * previous[index] }
                }
            }
        }
        matrix.copy(from: immediate)
    }

    /// Adds Σ_b error[b, u(p)]·M[b·k, p]: the influence on h times the error at h.
    /// - Parameters:
    ///   - errors: (B, H).
    ///   - gradients: P numbers in a row.
    func addGradients(of errors: Matrix, to gradients: Matrix) {
        let count = unitOfParameter.count
        unitOfParameter.withUnsafeBufferPointer { unit in
            for sample in 0..<batch {
                let error = errors.pointer + sample * errors.stride
                let influence = matrix.pointer + sample * components * count
                for index in 0..<count {
                    gradients.pointer[index] += error[unit[index]] * influence[index]
                }
            }
        }
    }
}
