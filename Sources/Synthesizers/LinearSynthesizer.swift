import Layers
import Tensor

/// A linear synthesizer, ĝ = x·W + b, all zero at first.
///
/// Shapes: W (X, S), b (S); an auxiliary head has W_aux (X, S), b_aux (S). Linear heads share
/// nothing, so the auxiliary one cannot change what the other learns.
package struct LinearSynthesizer: Synthesizer {
    package let parameters: Parameters
    package let gradients: Parameters
    private let head: SynthesizerLayer
    private let auxiliaryHead: SynthesizerLayer?
    private let shape: (inputs: Int, width: Int)

    /// A synthesizer of zeros.
    /// - Parameters:
    ///   - inputs: the number of input features X.
    ///   - width: the number of components S of a gradient.
    ///   - hasAuxiliary: whether there is an auxiliary head.
    package init(inputs: Int, width: Int, hasAuxiliary: Bool = false) {
        var blocks: [Parameters.Block] = [
            .init("W", ["feature": inputs, "state": width]), .init("b", ["state": width]),
        ]
        if hasAuxiliary {
            blocks += [
                .init("W_aux", ["feature": inputs, "state": width]),
                .init("b_aux", ["state": width]),
            ]
        }
        parameters = Parameters(blocks)
        gradients = parameters.zerosLike()
        head = SynthesizerLayer(parameters, gradients, suffix: "")
        auxiliaryHead =
            hasAuxiliary ? SynthesizerLayer(parameters, gradients, suffix: "_aux") : nil
        shape = (inputs, width)
    }

    package func zerosLike() -> any Synthesizer {
        LinearSynthesizer(
            inputs: shape.inputs, width: shape.width, hasAuxiliary: auxiliaryHead != nil)
    }

    package func predict(_ inputs: Matrix, into predictions: Matrix, auxiliary: Matrix?) {
        head.layer.forward(inputs, into: predictions)
        if let auxiliary { auxiliaryHead?.layer.forward(inputs, into: auxiliary) }
    }

    package func backward(
        inputs: Matrix, predictionGradients: Matrix, auxiliaryGradients: Matrix?
    ) {
        head.accumulate(inputs: inputs, outputGradients: predictionGradients)
        if let auxiliaryGradients {
            auxiliaryHead?.accumulate(inputs: inputs, outputGradients: auxiliaryGradients)
        }
    }
}
