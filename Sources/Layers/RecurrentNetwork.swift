import Tensor

/// A recurrent cell with a dense read-out, to the logits of a symbol or to values: y = h·W_hy + b_y.
///
/// Shapes: those of the cell, W_hy (H, O), b_y (O).
public struct RecurrentNetwork {
    public let cellKind: CellKind
    /// How many symbols an input may be.
    public let symbols: Int
    /// D: how many real values an input has besides.
    public let values: Int
    public let parameters: Parameters
    public let cell: any RecurrentCell
    let readOut: Dense

    public var units: Int { cell.units }
    public var outputs: Int { readOut.weights.columns }
    /// S, the width of a state row.
    public var stateWidth: Int { cell.stateWidth }

    /// A network over tensors laid out as `blocks` says, aliased.
    private init(cell kind: CellKind, values: Int, over parameters: Parameters) {
        cellKind = kind
        self.values = values
        self.parameters = parameters
        let tensors = CellTensors(parameters)
        symbols = tensors.inputWeights.rows - values
        cell = kind.cell(over: tensors, values: values)
        readOut = Dense(weights: parameters["W_hy"], bias: parameters["b_y"])
    }

    /// A network of zeros.
    public init(
        cell kind: CellKind = .lstm, symbols: Int, values: Int = 0, units: Int, outputs: Int
    ) {
        self.init(
            cell: kind, values: values,
            over: Parameters(
                kind.blocks(inputs: symbols + values, units: units) + [
                    .init("W_hy", units, outputs), .init("b_y", outputs),
                ]))
    }

    /// A network of the same shape over zeros: what gradients are added to.
    public func zerosLike() -> RecurrentNetwork {
        RecurrentNetwork(cell: cellKind, values: values, over: parameters.zerosLike())
    }

    /// Draws the initial weights: uniform in ±1/√H, biases zero but for the forget gate's, gains 1.
    /// - Parameters:
    ///   - seed: the run's; equal seeds give equal weights whatever the training method.
    ///   - forgetBias: 1 by default elsewhere, so that memory is kept at first (Gers et al. 2000);
    ///     nothing to a cell without forget gate.
    public func initialize(seed: Int, forgetBias: Float) {
        let bound = 1 / Float(units).squareRoot()
        for (item, name) in ["W_xh", "W_hh", "W_hy"].enumerated() {
            parameters[name].fillUniform(
                within: bound, from: RandomStream(seed: seed, purpose: .weights, item: item))
        }
        let tensors = cell.tensors
        for bias in [tensors.bias, tensors.recurrentBias, readOut.bias] { bias?.fill(0) }
        for gains in [tensors.inputGains, tensors.recurrentGains] { gains?.fill(1) }
        if let gate = cellKind.forgetGate(units: units) {
            tensors.bias.columns(gate).fill(forgetBias)
        }
    }
}

extension Matrix {
    /// Fills the matrix row by row with numbers uniform in ±`bound`.
    public func fillUniform(within bound: Float, from stream: RandomStream) {
        var stream = stream
        fillUniform(within: bound, from: &stream)
    }

    /// The same, leaving the stream where it then is.
    public func fillUniform(within bound: Float, from stream: inout RandomStream) {
        copy(from: (0..<count).map { _ in (2 * stream.uniform() - 1) * bound })
    }
}
