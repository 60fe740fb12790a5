import Tensor

/// A recurrent cell with a dense read-out, to the logits of a symbol or to values:
/// y = h·W_hy + b_y.
///
/// Shapes: those of the cell, W_hy (H, O), b_y (O).
package struct RecurrentNetwork {
    /// The number of symbols an input may be.
    package let symbols: Int
    /// The number of real values D that an input has beside its symbol.
    package let values: Int
    /// All tensors end to end: those of the cell first, then W_hy and b_y.
    package let parameters: Parameters
    /// The cell, over the first of `parameters`.
    package let cell: any RecurrentCell
    let readOut: Dense

    /// The number of hidden units H.
    package var units: Int { cell.units }
    /// The number of outputs O.
    package var outputs: Int { readOut.weights.columns }
    /// The width S of a state row.
    package var stateWidth: Int { type(of: cell).stateWidth(units: units) }

    /// A network over the tensors of its cell's `blocks`, W_hy and b_y, aliased.
    private init(cell type: any RecurrentCell.Type, values: Int, over parameters: Parameters) {
        self.values = values
        self.parameters = parameters
        symbols = parameters["W_xh"].rows - values
        cell = type.init(over: parameters, values: values)
        readOut = Dense(weights: parameters["W_hy"], bias: parameters["b_y"])
    }

    /// A network of zeros.
    /// - Parameters:
    ///   - type: the kind of cell.
    ///   - values: the number of real-valued inputs D.
    ///   - units: the number of hidden units H.
    ///   - outputs: the number of outputs O.
    package init(
        cell type: any RecurrentCell.Type = LSTM.self, symbols: Int, values: Int = 0, units: Int,
        outputs: Int
    ) {
        self.init(
            cell: type, values: values,
            over: Parameters(
                type.blocks(inputs: symbols + values, units: units) + [
                    .init("W_hy", ["unit": units, "output": outputs]),
                    .init("b_y", ["output": outputs]),
                ]))
    }

    /// A network of the same shape over zeros: where gradients are added.
    package func zerosLike() -> RecurrentNetwork {
        RecurrentNetwork(cell: type(of: cell), values: values, over: parameters.zerosLike())
    }

    /// The number P of the cell's parameters, the first ones of `parameters.flat`.
    package var cellParameterCount: Int {
        parameters.count - readOut.weights.count - readOut.bias.count
    }

    /// For every parameter of the cell, in flat order, the hidden unit u whose state components,
    /// all k·H + u, are the only ones it influences within one step.
    ///
    /// Nil for cells where one parameter reaches several units within a step (layer normalization).
    package var unitOfParameter: [Int]? {
        // The columns of every tensor are H for each gate, so a place modulo H is a unit.
        type(of: cell).facts.isUnitwise ? (0..<cellParameterCount).map { $0 % units } : nil
    }

    /// Draws the initial weights: uniform in ±1/√H, biases zero but for the forget gate's, gains 1.
    /// - Parameters:
    ///   - seed: the run's; equal seeds give equal weights whatever the training method.
    ///   - forgetBias: 1 by default elsewhere, so that memory is kept at first (Gers et al. 2000);
    ///     without effect on a cell without forget gate.
    package func initialize(seed: Int, forgetBias: Float) {
        let bound = 1 / Float(units).squareRoot()
        for (item, name) in ["W_xh", "W_hh", "W_hy"].enumerated() {
            parameters[name].fillUniform(
                within: bound, from: RandomStream(seed: seed, purpose: .weights, item: item))
        }
        let bias = cell.tensors.common.bias
        bias.fill(0)
        readOut.bias.fill(0)
        cell.initializeOwn()
        if let gate = type(of: cell).facts.forgetGate {
            bias.columns(gate * units..<(gate + 1) * units).fill(forgetBias)
        }
    }
}

extension Matrix {
    /// Fills the matrix row by row with numbers uniform in ±`bound`.
    package func fillUniform(within bound: Float, from stream: RandomStream) {
        var stream = stream
        fillUniform(within: bound, from: &stream)
    }

    /// Fills the matrix row by row with numbers uniform in ±`bound` and advances the stream past
    /// them.
    package func fillUniform(within bound: Float, from stream: inout RandomStream) {
        copy(from: (0..<count).map { _ in (2 * stream.uniform() - 1) * bound })
    }
}
