import Optimizers
import Synthesizers
import Tensor

/// An interface between two segments of a network: a synthesizer on the output h_i of a layer, which predicts
/// ∂loss/∂h_i per sample, and, for a forward unlock, one of what the segment above reads.
///
/// Conditioned (cDNI), the synthesizer sees [h_i, condition], the one-hot label for instance.
///
/// Source: Jaderberg et al. 2017, section 2; conditioning from section 3.2.
package final class LayerInterface {
    /// The index i of the layer below.
    package let layer: Int
    /// Nil: the segment above reads h_i.
    package let inputSynthesizer: InputSynthesizer?
    private let synthesizer: any Synthesizer
    let learner: Learner
    private let regression: SynthesizerRegression
    private let input: ConditionedInput
    /// The input of the latest prediction, (B, inputs), aliased.
    private(set) var seen = Matrix(rows: 0, columns: 0)
    /// ĝ of the latest prediction, (B, width).
    package let prediction: Matrix
    /// Bytes of working memory, without those of input synthesizers.
    let workingBytes: Int

    /// - Parameters:
    ///   - width: of h_i.
    ///   - conditionWidth: 0: not conditioned.
    ///   - makeSynthesizer: builds the synthesizer for the width of its inputs.
    package init(
        layer: Int, width: Int, conditionWidth: Int = 0, batch: Int, optimizer: any Optimizer,
        scaling: GradientScaling = GradientScaling(), inputSynthesizer: InputSynthesizer? = nil,
        in workspace: Workspace, _ makeSynthesizer: (_ inputs: Int) -> any Synthesizer
    ) {
        self.layer = layer
        self.inputSynthesizer = inputSynthesizer
        let before = workspace.bytes
        synthesizer = makeSynthesizer(width + conditionWidth)
        learner = Learner(
            synthesizer.parameters, gradients: synthesizer.gradients, optimizer: optimizer,
            scaling: scaling)
        regression = SynthesizerRegression(
            synthesizer, batch: batch, width: width, in: workspace)
        input = ConditionedInput(
            width: width, conditionWidth: conditionWidth, batch: batch, in: workspace)
        prediction = workspace.matrix(batch, width)
        workingBytes = workspace.bytes - before
    }

    /// The synthesizer's tensors, aliased.
    package var parameters: Parameters { synthesizer.parameters }
    package var isConditioned: Bool { input.isConditioned }

    /// The number of components of what the synthesizer sees.
    var inputs: Int { input.inputs }

    /// Leaves ĝ in `prediction`.
    /// - Parameters:
    ///   - output: h_i, aliased until the regression.
    ///   - condition: (B, conditionWidth); unused when not conditioned.
    package func predict(_ output: Matrix, condition: Matrix) {
        seen = input.joined(output, condition)
        synthesizer.predict(seen, into: prediction, auxiliary: nil)
    }

    /// Whether there is anything to learn: a synthesizer of zeros has no parameters.
    package var isTrainable: Bool { parameters.count > 0 }

    /// Adds the gradients of the regression of ĝ to `target`, after a prediction on the same batch.
    ///
    /// The regression is at the input of the segment above, where the target was computed: at ĥ_i
    /// where that is synthetic, else at h_i.
    /// - Returns: the mean squared error; nil when it cannot learn.
    package func regress(condition: Matrix, target: Matrix) -> Double? {
        guard isTrainable else { return nil }
        guard let inputSynthesizer else {
            return regression.accumulate(inputs: seen, prediction: prediction, targets: target)
        }
        return regress(
            at: inputSynthesizer.prediction, condition: condition, target: target)
    }

    /// Predicts anew at another input and adds the gradients of the regression of that prediction to
    /// `target`: the regression to a target that comes late, or from elsewhere.
    /// - Parameter output: h_i or ĥ_i of the batch of the target.
    /// - Returns: the mean squared error; nil when it cannot learn.
    package func regress(at output: Matrix, condition: Matrix, target: Matrix) -> Double? {
        guard isTrainable else { return nil }
        return regression.accumulate(inputs: input.joined(output, condition), targets: target).main
    }

    /// Steps the synthesizer with the gradients added.
    package func step() { learner.step(gradientScale: 1) }
}
