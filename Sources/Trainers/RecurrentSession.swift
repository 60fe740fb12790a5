import Layers
import Optimizers
import Tasks
import Tensor

/// A recurrent network in training by a learning rule, window by window.
///
/// The session runs the network forward, hands the state on from window to window, steps the
/// network's optimizer and has the rule step its own, and captures. Training allocates nothing, but
/// for a window longer than the room there is, and for captures.
package final class RecurrentSession {
    /// The network in training.
    package let network: RecurrentNetwork
    /// The number of sequences B.
    package let batch: Int
    /// The options of training.
    package let options: TrainingOptions
    /// The rule whose gradients train the network.
    package let rule: any LearningRule
    /// The latest window's forward.
    private(set) var pass: WindowPass
    let learner: Learner
    /// The network of parameter gradients not yet stepped with, sums over the batch.
    let gradients: RecurrentNetwork
    /// Optimizer steps taken.
    package private(set) var updates = 0
    /// Time steps of each sequence lane trained on, whatever the pace.
    package private(set) var timeSteps = 0
    /// The state the next window starts from, (B, S).
    package let state: Matrix
    private let workspace: Workspace
    /// Σ ℓ of the latest forward, in nats or squares.
    package private(set) var lossOfWindow = 0.0

    /// - Parameters:
    ///   - rule: built for the same context.
    ///   - optimizer: steps the network's parameters.
    ///   - scaling: of the parameter gradients, means over the batch.
    package init(
        _ context: RuleContext, _ rule: any LearningRule, optimizer: any Optimizer,
        scaling: GradientScaling = GradientScaling()
    ) {
        network = context.network
        batch = context.batch
        options = context.options
        workspace = context.workspace
        self.rule = rule
        pass = WindowPass(
            network: network, batch: batch, capacity: context.capacity, in: workspace)
        gradients = network.zerosLike()
        learner = Learner(
            network.parameters, gradients: gradients.parameters, optimizer: optimizer,
            scaling: scaling)
        state = context.stateMatrix()
    }

    /// The parameter gradients not yet stepped with, sums over the batch.
    package var parameterGradients: Parameters { gradients.parameters }

    /// The gradients of the network and of the rule's own learners, not yet stepped with.
    package var allGradients: [Matrix] {
        [gradients.parameters.flat] + rule.learners.map(\.learner.gradients.flat)
    }

    /// The parameters of the network and of the rule's own learners.
    package var parameters: [Parameters] {
        [network.parameters] + rule.learners.map(\.learner.parameters)
    }

    /// Trains on the next window: forward, the rule's gradients, steps, state handed on.
    /// - Parameters:
    ///   - window: the next at the rule's pace.
    ///   - capturing: also returns every tensor needed to replay the window elsewhere.
    package func train(on window: Window, capturing: Bool = false) -> StepReport {
        forward(window)
        var capture = capturing ? WindowCapture(window, before: self) : nil
        let report = rule.addGradients(of: window, in: self)
        capture?.addGradients(of: window, in: self)
        let (gradientNorm, ruleStepped) = step(after: window)
        capture?.finish(self, ruleStepped: ruleStepped)
        handOnState(after: window)
        countTimeSteps(window.steps.count)
        return StepReport(
            loss: lossOfWindow * window.sequences.lossUnits,
            scoredOutputs: window.targets.count { $0 >= 0 }, gradientNorm: gradientNorm,
            rule: report, capture: capture)
    }

    /// Adds the rule's gradients of the next window and hands the state on, without a step.
    func accumulate(_ window: Window) {
        forward(window)
        _ = addGradients(of: window)
        handOnState(after: window)
        countTimeSteps(window.steps.count)
    }

    /// Takes over another session's parameters, carried tensors and counts, and begins anew: state
    /// and gradients are zero.
    /// - Parameter other: of the same recipe.
    func restart(like other: RecurrentSession) {
        for (mine, theirs) in zip(parameters, other.parameters) { mine.copy(from: theirs) }
        for (mine, theirs) in zip(rule.carried, other.rule.carried) {
            mine.matrix.copy(from: theirs.matrix)
        }
        (updates, timeSteps) = (other.updates, other.timeSteps)
        restart()
    }

    /// Begins anew: state and gradients are zero.
    func restart() {
        state.fill(0)
        gradients.parameters.flat.fill(0)
        for (_, learner) in rule.learners { learner.gradients.flat.fill(0) }
    }

    /// Runs the next window forward from the state.
    package func forward(_ window: Window) {
        rule.pace.require(window)
        precondition(
            window.sequences.batch == batch,
            "a batch of \(window.sequences.batch), the session has \(batch)")
        if window.steps.count > pass.capacity {
            makeRoom(max(window.steps.count, 2 * pass.capacity))
        }
        if window.isFirst { rule.beginSequences() }
        pass.initialState.copy(from: state)
        lossOfWindow = pass.forward(window.contents, lossScale: window.sequences.lossScale)
    }

    /// Whether the optimizers step at the end of `window`.
    func steps(after window: Window) -> Bool { options.stepPer == .window || window.isLast }

    /// Adds the rule's gradients of the window whose forward is the latest.
    package func addGradients(of window: Window) -> RuleReport {
        rule.addGradients(of: window, in: self)
    }

    /// Steps where a step is due after `window`.
    /// - Parameter workers: how many sessions of this batch the network's gradients were summed over.
    /// - Returns: the norm of the network's gradient so far, and whether the rule stepped.
    @discardableResult
    package func step(
        after window: Window, sharedBy workers: Int = 1
    ) -> (gradientNorm: Double, ruleStepped: Bool) {
        let scale = 1 / Double(workers * batch)
        guard steps(after: window) else { return (learner.gradientNorm(scale: scale), false) }
        updates += 1
        let ruleStepped = rule.step()
        return (learner.step(gradientScale: scale), ruleStepped)
    }

    /// Makes the state at the end of the latest forward the one that the next window starts from.
    package func handOnState(after window: Window) {
        if window.isLast && !options.carriesState {
            state.fill(0)
        } else {
            state.copy(from: pass.finalState)
        }
    }

    /// Counts steps of the lanes that were trained on.
    package func countTimeSteps(_ steps: Int) { timeSteps += steps }

    /// Takes memory for windows of `capacity` steps.
    private func makeRoom(_ capacity: Int) {
        pass = WindowPass(network: network, batch: batch, capacity: capacity, in: workspace)
    }

    /// (1/B) Σ ℓ/Λ of the latest forward, in nats.
    func objective(of window: Window) -> Double {
        lossOfWindow / Double(batch) / Double(window.sequences.lossScale)
    }
}

extension RecurrentSession: Resumable {
    /// Transfers of the state what belongs to these sequences and not to what is learned: the recurrent
    /// state and what the rule carries, under the names that the whole has them.
    package func transferLanes(_ state: StateTransfer) throws(StateMismatch) {
        try state.within("rule") { () throws(StateMismatch) in
            try rule.transferCarriedTensors(state)
        }
        try state.tensor("state", self.state)
    }

    /// Transfers the network's learner, the rule, the state that is handed on and the counts.
    package func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.part("network", of: learner)
        try state.part("rule", of: rule)
        try state.tensor("state", self.state)
        try state.integer("updates", &updates)
        try state.integer("time_steps", &timeSteps)
        // The room decides how many steps are summed in one product, and so the last bits.
        var capacity = pass.capacity
        try state.integer("capacity", &capacity)
        if capacity != pass.capacity { makeRoom(capacity) }
    }
}
