import Layers
import Tensor

/// One step of a session's network run for n copies of every sample, so that n cotangents a sample
/// are multiplied by the step's Jacobians at once. Row b·n + i is copy i of sample b.
///
/// Memory: the activations of B·n rows of one step. Nothing is allocated after it is built.
final class RepeatedStep {
    /// The number of copies n.
    let copies: Int
    /// The cotangents v; v·∂s'/∂s after `backward`. (B·n, S)
    let cotangents: Matrix
    private let step: CellStep
    private let batch: Int
    /// The cotangents of a step whose cotangents are always the same.
    private let template: Matrix?
    /// The symbols of the copies.
    private var symbols: [Int32]
    /// Those of the latest forward, which the step keeps: writing to them would copy them.
    private var keptSymbols: [Int32]
    private var values: [Float]

    /// - Parameter cotangent: component j of the cotangent of copy i, for cotangents that are always
    ///   the same; nil: the caller writes them.
    init(
        _ context: RuleContext, copies: Int, cotangent: ((_ i: Int, _ j: Int) -> Float)? = nil
    ) {
        let rows = context.batch * copies
        self.copies = copies
        batch = context.batch
        step = CellStep(network: context.network, rows: rows, in: context.workspace)
        let width = context.network.stateWidth
        cotangents = context.workspace.matrix(rows, width)
        template = cotangent.map { cotangent in
            let template = context.workspace.matrix(rows, width)
            for row in 0..<rows {
                for column in 0..<width { template[row, column] = cotangent(row % copies, column) }
            }
            return template
        }
        symbols = [Int32](repeating: -1, count: rows)
        keptSymbols = [Int32](repeating: -1, count: rows)
        values = [Float](repeating: 0, count: rows * context.network.values)
    }

    /// A step with a copy for every state component, whose cotangent is that component's unit
    /// vector: after `backward`, `cotangents` is J = ∂s'/∂s, row b·S + i its row i for sample b.
    static func perComponent(_ context: RuleContext) -> RepeatedStep {
        RepeatedStep(context, copies: context.network.stateWidth) { $0 == $1 ? 1 : 0 }
    }

    /// A step with a copy for each of a unit's k = S/H state components, whose cotangent is 1 on
    /// that component of all units: ∂/∂ of what reaches one unit only is that unit's own.
    static func perBlock(_ context: RuleContext) -> RepeatedStep {
        let (width, units) = (context.network.stateWidth, context.network.units)
        return RepeatedStep(context, copies: width / units) { $0 == $1 / units ? 1 : 0 }
    }

    /// Runs the step of `window` forward.
    /// - Parameters:
    ///   - window: one step.
    ///   - state: the state before it. (B, S)
    func forward(_ window: Window, from state: Matrix) {
        swap(&symbols, &keptSymbols)
        let (inputs, channels) = (window.inputs, window.sequences.values(window.steps))
        let width = values.count / (batch * copies)
        for row in 0..<batch * copies {
            let sample = row / copies
            symbols[row] = inputs[inputs.startIndex + sample]
            for channel in 0..<width {
                values[row * width + channel] =
                    channels[channels.startIndex + sample * width + channel]
            }
            step.state.rows(row..<row + 1).copy(from: state.rows(sample..<sample + 1))
        }
        step.forward(symbols: symbols[...], values: values[...])
    }

    /// Multiplies every cotangent by the Jacobian of the latest forward.
    /// - Parameter holdingRecurrentProducts: whether the products h·W_hh are held constant, so that
    ///   only the cell's own carry remains.
    func backward(holdingRecurrentProducts: Bool = false) {
        if let template { cotangents.copy(from: template) }
        step.backward(cotangents, holdingRecurrentProducts: holdingRecurrentProducts)
    }

    /// Writes v·∂s'/∂θ, v the cotangents before the latest `backward`. (B·n, P)
    func parameterGradients(into gradients: Matrix) { step.rowGradients(into: gradients) }

    /// The rows of sample `sample`.
    func rows(of sample: Int) -> Range<Int> { sample * copies..<(sample + 1) * copies }
}
