import Optimizers
import Synthesizers
import Tensor

/// A synthesizer on the output of a layer: predicts ∂loss/∂h_i from h_i, per sample.
///
/// Conditioned (cDNI), it sees [h_i, condition], the one-hot label for instance.
///
/// Source: Jaderberg et al. 2017, section 2; conditioning from section 3.2.
public final class LayerInterface {
    /// i.
    public let layer: Int
    private let synthesizer: any Synthesizer
    private(set) var learner: Learner
    private let regression: SynthesizerRegression
    /// [h_i, condition]; nil when not conditioned.
    private let conditionedInput: Matrix?
    /// ĝ of the latest prediction, (B, width).
    let prediction: Matrix

    /// - Parameters:
    ///   - width: of h_i.
    ///   - conditionWidth: 0: not conditioned.
    ///   - makeSynthesizer: builds the synthesizer for the width of its inputs.
    public init(
        layer: Int, width: Int, conditionWidth: Int = 0, batch: Int, optimizer: any Optimizer,
        scaling: GradientScaling = GradientScaling(), in workspace: Workspace,
        _ makeSynthesizer: (_ inputs: Int) -> any Synthesizer
    ) {
        self.layer = layer
        let inputs = width + conditionWidth
        synthesizer = makeSynthesizer(inputs)
        learner = Learner(
            synthesizer.parameters, gradients: synthesizer.gradients, optimizer: optimizer,
            scaling: scaling)
        regression = SynthesizerRegression(
            synthesizer, batch: batch, width: width, in: workspace)
        conditionedInput = conditionWidth > 0 ? workspace.matrix(batch, inputs) : nil
        prediction = workspace.matrix(batch, width)
    }

    public var parameters: Parameters { synthesizer.parameters }

    /// Leaves ĝ in `prediction`.
    /// - Parameter condition: (B, conditionWidth); unused when not conditioned.
    func predict(_ output: Matrix, condition: Matrix) {
        synthesizer.predict(input(output, condition), into: prediction, auxiliary: nil)
    }

    /// Adds the gradients of the regression of ĝ to `target`.
    /// - Returns: the mean squared error.
    func teach(_ output: Matrix, condition: Matrix, target: Matrix) -> Double {
        regression.accumulate(inputs: input(output, condition), targets: target).main
    }

    func step() { learner.step(gradientScale: 1) }

    private func input(_ output: Matrix, _ condition: Matrix) -> Matrix {
        guard let input = conditionedInput else { return output }
        input.columns(0..<output.columns).copy(from: output)
        input.columns(output.columns..<input.columns).copy(from: condition)
        return input
    }
}
