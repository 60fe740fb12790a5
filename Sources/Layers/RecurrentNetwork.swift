import Tensor

/// An LSTM with a dense read-out to the logits of the next symbol: y = h·W_hy + b_y.
///
/// Shapes: those of `LSTM`, W_hy (H, O), b_y (O).
public struct RecurrentNetwork {
    public let parameters: Parameters
    public let cell: LSTM
    let readOut: Dense

    public var inputs: Int { cell.inputs }
    public var units: Int { cell.units }
    public var outputs: Int { readOut.weights.columns }
    /// Width of a state row [h, c].
    public var stateWidth: Int { 2 * units }

    /// A network over tensors laid out as `blocks` says, aliased.
    private init(over parameters: Parameters) {
        self.parameters = parameters
        cell = LSTM(parameters)
        readOut = Dense(weights: parameters["W_hy"], bias: parameters["b_y"])
    }

    /// A network of zeros.
    public init(inputs: Int, units: Int, outputs: Int) {
        self.init(
            over: Parameters(
                LSTM.blocks(inputs: inputs, units: units) + [
                    .init("W_hy", units, outputs), .init("b_y", outputs),
                ]))
    }

    /// A network of the same shape over zeros: what gradients are added to.
    public func emptyTwin() -> RecurrentNetwork {
        RecurrentNetwork(over: parameters.emptyTwin())
    }

    /// Draws the initial weights: uniform in ±1/√H, biases zero but for the forget gate's.
    /// - Parameters:
    ///   - seed: the run's; equal seeds give equal weights whatever the training method.
    ///   - forgetBias: 1 by default elsewhere, so that memory is kept at first (Gers et al. 2000).
    public func initialize(seed: Int, forgetBias: Float) {
        let bound = 1 / Float(units).squareRoot()
        for (item, name) in ["W_xh", "W_hh", "W_hy"].enumerated() {
            parameters[name].fillUniform(
                within: bound, from: RandomStream(seed: seed, purpose: .weights, item: item))
        }
        parameters["b"].fill(0)
        parameters["b_y"].fill(0)
        parameters["b"].columns(units..<2 * units).fill(forgetBias)
    }
}

extension Matrix {
    /// Fills the matrix row by row with numbers uniform in ±`bound`.
    public func fillUniform(within bound: Float, from stream: RandomStream) {
        var stream = stream
        copy(from: (0..<count).map { _ in (2 * stream.uniform() - 1) * bound })
    }
}
