import Layers
import Optimizers
import Tasks
import Tensor

/// What all trainers of a recurrent network share: the network, its learner, the state carried from
/// window to window, and one window's forward and backward.
public final class RecurrentCore {
    public let network: RecurrentNetwork
    public let batch: Int
    public let options: TrainingOptions
    private(set) var pass: WindowPass
    private(set) var learner: Learner
    private let workspace: Workspace
    private let gradients: RecurrentNetwork
    /// The state the next window starts from, (B, S).
    private let state: Matrix
    private var lossOfWindow = 0.0

    /// - Parameter workspace: where the working memory comes from, for windows of up to `capacity`
    ///   steps; a longer window takes more when it comes.
    public init(
        network: RecurrentNetwork, batch: Int, capacity: Int, optimizer: any Optimizer,
        scaling: GradientScaling = GradientScaling(), options: TrainingOptions,
        in workspace: Workspace
    ) {
        self.network = network
        self.batch = batch
        self.options = options
        self.workspace = workspace
        pass = WindowPass(network: network, batch: batch, capacity: capacity, in: workspace)
        gradients = network.zerosLike()
        learner = Learner(
            network.parameters, gradients: gradients.parameters, optimizer: optimizer,
            scaling: scaling)
        state = workspace.matrix(batch, network.stateWidth)
    }

    /// Optimizer steps taken.
    public var updates: Int { learner.state.steps }

    /// Sums over the batch of the parameter gradients not yet stepped with.
    public var parameterGradients: Parameters { gradients.parameters }

    /// ∂/∂s_0 of the latest backward, per sample. (B, S)
    public var boundaryGradient: Matrix { pass.stateGradient }

    /// Whether the optimizers step at the end of `window`.
    func steps(after window: Window) -> Bool {
        options.stepPer == .window || window.isLast
    }

    /// One window of training: forward, `backward` as the method has it, step, state handed on.
    /// - Parameter backward: calls `backward(from:)` and trains what the method trains besides.
    func train(
        on window: Window, capturing: Bool,
        _ backward: (_ capture: inout WindowCapture?) -> BoundaryReport
    ) -> StepReport {
        forward(window)
        var capture = capturing ? WindowCapture(window, of: self) : nil
        let boundary = backward(&capture)
        capture?.add(boundaryGradient, as: "boundary_gradient")
        capture?.add(gradients.parameters, as: "gradients", scaledBy: 1 / Float(batch))
        let gradientScale = 1 / Double(batch)
        let gradientNorm =
            steps(after: window)
            ? learner.step(gradientScale: gradientScale)
            : learner.gradientNorm(scale: gradientScale)
        handOnState(after: window)
        let report = StepReport(
            loss: lossOfWindow * window.sequences.lossUnits,
            scoredOutputs: window.targets.count { $0 >= 0 }, gradientNorm: gradientNorm,
            boundary: boundary)
        guard var capture else { return report }
        capture.add(network.parameters, as: "parameters_after")
        return report.with(capture)
    }

    private func forward(_ window: Window) {
        precondition(
            window.sequences.batch == batch,
            "a batch of \(window.sequences.batch), the trainer has \(batch)")
        if window.steps.count > pass.capacity {
            pass = WindowPass(
                network: network, batch: batch,
                capacity: max(window.steps.count, 2 * pass.capacity), in: workspace)
        }
        pass.initialState.copy(from: state)
        lossOfWindow = pass.forward(window.contents, lossScale: window.sequences.lossScale)
    }

    /// Carries the window's loss, and `boundary`·`scale` arriving at its end, back to its start.
    /// - Parameters:
    ///   - accumulating: whether parameter gradients are wanted too.
    ///   - atState: as in `WindowPass.backward`, after the gradient was scaled into its band.
    func backward(
        from boundary: Matrix?, scale: Double = 1, accumulating: Bool = true,
        atState: ((_ step: Int, _ gradient: Matrix) -> Void)? = nil
    ) {
        pass.stateGradient.fill(0)
        if let boundary { pass.stateGradient.add(boundary, scaledBy: Float(scale)) }
        let gradients = accumulating ? gradients : nil
        let band = options.carriedRange
        guard !band.isOpen else {
            pass.backward(into: gradients, atState: atState)
            return
        }
        pass.backward(into: gradients) { step, gradient in
            gradient.scaleRows(into: band)
            atState?(step, gradient)
        }
    }

    private func handOnState(after window: Window) {
        if window.isLast && !options.carriesState {
            state.fill(0)
        } else {
            state.copy(from: pass.finalState)
        }
    }

    /// (1/B) Σ ℓ/Λ of the latest forward, in nats.
    func objective(of window: Window) -> Double {
        lossOfWindow / Double(batch) / Double(window.sequences.lossScale)
    }
}
