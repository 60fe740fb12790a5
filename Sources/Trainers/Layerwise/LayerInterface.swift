import Optimizers
import Synthesizers
import Tensor

/// An interface between two segments of a network: a synthesizer on the output h_i of a layer, which predicts
/// ∂loss/∂h_i per sample, and, for a forward unlock, one of what the segment above reads.
///
/// Conditioned (cDNI), the synthesizer sees [h_i, condition], the one-hot label for instance; the
/// control of that sees the condition alone. With feedback the error at the logits decides ĝ, and
/// nothing is learned.
///
/// Source: Jaderberg et al. 2017, section 2; conditioning from section 3.2.
package final class LayerInterface {
    /// The index i of the layer below.
    package let layer: Int
    /// Nil: the segment above reads h_i.
    package let inputSynthesizer: InputSynthesizer?
    /// Gives ĝ in the synthesizer's place; nil: the synthesizer does.
    let feedback: DirectFeedback?
    private let synthesizer: any Synthesizer
    let learner: Learner
    private let regression: SynthesizerRegression
    private let input: ConditionedInput
    /// Whether the synthesizer sees h_i.
    package let seesOutput: Bool
    let stepsPerUpdate: Int
    /// The input and the target of the latest regression, aliased; nil before the first.
    private var latest: (inputs: Matrix, target: Matrix)?
    /// The input of the latest prediction.
    private var seen = Matrix(rows: 0, columns: 0)
    /// ĝ of the latest prediction, (B, width).
    package let prediction: Matrix
    /// Bytes of working memory, without those of input synthesizers.
    let workingBytes: Int

    /// - Parameters:
    ///   - width: of h_i.
    ///   - seesOutput: whether the synthesizer sees h_i; false: the condition alone.
    ///   - conditionWidth: 0: not conditioned.
    ///   - stepsPerUpdate: the steps that are taken towards the same target.
    ///   - feedback: gives ĝ in the synthesizer's place.
    ///   - makeSynthesizer: builds the synthesizer for the width of its inputs.
    package init(
        layer: Int, width: Int, seesOutput: Bool = true, conditionWidth: Int = 0, batch: Int,
        optimizer: any Optimizer, scaling: GradientScaling = GradientScaling(),
        stepsPerUpdate: Int = 1, feedback: DirectFeedback? = nil,
        inputSynthesizer: InputSynthesizer? = nil, in workspace: Workspace,
        _ makeSynthesizer: (_ inputs: Int) -> any Synthesizer
    ) {
        precondition(
            seesOutput || conditionWidth > 0, "a synthesizer of layer \(layer) that sees nothing")
        precondition(stepsPerUpdate > 0, "\(stepsPerUpdate) steps an update")
        self.layer = layer
        self.seesOutput = seesOutput
        self.stepsPerUpdate = stepsPerUpdate
        self.feedback = feedback
        self.inputSynthesizer = inputSynthesizer
        let before = workspace.bytes
        synthesizer = makeSynthesizer((seesOutput ? width : 0) + conditionWidth)
        learner = Learner(
            synthesizer.parameters, gradients: synthesizer.gradients, optimizer: optimizer,
            scaling: scaling)
        regression = SynthesizerRegression(
            synthesizer, batch: batch, width: width, in: workspace)
        input = ConditionedInput(
            width: width, conditionWidth: seesOutput ? conditionWidth : 0, batch: batch,
            in: workspace)
        prediction = workspace.matrix(batch, width)
        workingBytes = workspace.bytes - before
    }

    /// The synthesizer's tensors, aliased.
    package var parameters: Parameters { synthesizer.parameters }
    package var isConditioned: Bool { input.isConditioned }

    /// What the synthesizer sees of a batch.
    private func joined(_ output: Matrix, _ condition: Matrix) -> Matrix {
        seesOutput ? input.joined(output, condition) : condition
    }

    /// Leaves ĝ in `prediction`.
    /// - Parameters:
    ///   - output: h_i, aliased until the regression.
    ///   - condition: (B, conditionWidth); unused when not conditioned.
    package func predict(_ output: Matrix, condition: Matrix) {
        seen = joined(output, condition)
        synthesizer.predict(seen, into: prediction, auxiliary: nil)
    }

    /// Leaves what the error at the logits feeds back in `prediction`, where that is ĝ.
    /// - Parameter error: ∂ℓ/∂logits. (B, classes)
    func feedBack(_ error: Matrix) { feedback?.write(error, into: prediction) }

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
            latest = (seen, target)
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
        let inputs = joined(output, condition)
        latest = (inputs, target)
        return regression.accumulate(inputs: inputs, targets: target).main
    }

    /// Steps the synthesizer with the gradients added and, where an update has several steps, with
    /// those of the latest regression at the parameters after each.
    package func step() {
        learner.step(gradientScale: 1)
        guard let latest else { return }
        for _ in 1..<stepsPerUpdate {
            regression.accumulate(inputs: latest.inputs, targets: latest.target)
            learner.step(gradientScale: 1)
        }
    }
}
