import Optimizers
import Tasks
import Tensor

/// A way to compute the parameter gradients a recurrent network is trained with.
///
/// A rule adds gradients; the session around it runs the network forward, hands the state on,
/// steps the optimizers and captures. Units, for all rules: the objective of a window is
/// (1/B) Σ_b Σ_t ℓ(b,t)/Λ in nats, Λ the task's loss scale; parameter gradients are sums over the
/// batch, which the session divides by B as it steps; a gradient with respect to a state is per
/// sample, not divided by B.
package protocol LearningRule: AnyObject, Resumable {
    /// How many steps of a sequence the rule takes at a time.
    var pace: Pace { get }

    /// The tensors the rule carries from window to window, aliased; captured as they are before a
    /// window, and resumed from.
    var carried: [CarriedTensor] { get }

    /// The learners the rule owns besides the network's, each with the name of its group in a
    /// capture; `step` steps them.
    var learners: [(name: String, learner: Learner)] { get }

    /// Begins new sequences, before their first window: what belongs to the past of others is zeroed.
    func beginSequences()

    /// Adds the parameter gradients of `window`, whose forward is the session's latest, to
    /// `session.gradients`, and those of its own learners to theirs.
    func addGradients(of window: Window, in session: RecurrentSession) -> RuleReport

    /// Takes note that gradients which others computed were added to those of its learners.
    func noteGradients()

    /// Steps the rule's own learners with the gradients added since their last step.
    /// - Returns: whether there were any.
    func step() -> Bool

    /// Adds facts and tensors of the window whose gradients were just added, before any step.
    func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture)
}

extension LearningRule {
    /// Nothing carried.
    package var carried: [CarriedTensor] { [] }

    /// No learners.
    package var learners: [(name: String, learner: Learner)] { [] }

    /// Does nothing: a rule that carries nothing.
    package func beginSequences() {}

    /// Does nothing: a rule without learners.
    package func noteGradients() {}

    /// Does nothing: a rule without learners.
    package func step() -> Bool { false }

    /// Transfers what the rule carries and its learners: a rule that hands nothing else on.
    package func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try transferCarried(state)
    }

    /// Transfers what the rule carries and its learners.
    func transferCarried(_ state: StateTransfer) throws(StateMismatch) {
        try transferCarriedTensors(state)
        for (name, learner) in learners { try state.part(name, of: learner) }
    }

    /// Transfers the tensors the rule carries.
    func transferCarriedTensors(_ state: StateTransfer) throws(StateMismatch) {
        for tensor in carried {
            try state.tensor(tensor.path.replacing("/", with: "_"), tensor.matrix)
        }
    }
}

/// How many steps of a sequence a learning rule takes at a time.
package enum Pace: String, Sendable {
    /// One step at a time.
    case step
    /// The T steps of a window.
    case window
    /// All steps of a sequence.
    case sequence

    /// The windows of `sequences` that a rule of this pace takes in turn.
    /// - Parameter schedule: how sequences are cut into windows of T steps.
    package func windows(
        of sequences: SequenceBatch, schedule: WindowSchedule
    ) -> some Sequence<Window> {
        let schedule =
            switch self {
            case .step: WindowSchedule(truncation: 1, remainder: .first)
            case .window: schedule
            case .sequence: WindowSchedule(truncation: sequences.steps, remainder: .first)
            }
        return schedule.windows(of: sequences)
    }

    /// Traps when `window` is not what a rule of this pace takes.
    func require(_ window: Window) {
        let fits =
            switch self {
            case .step: window.steps.count == 1
            case .window: true
            case .sequence: window.isFirst && window.isLast
            }
        precondition(
            fits,
            "steps \(window.steps) of \(window.sequences.steps) for a rule that takes one "
                + "\(rawValue) at a time")
    }
}

/// A tensor that a learning rule carries from window to window.
package struct CarriedTensor {
    /// Its group and name in a capture, as in `rule/influence`.
    package let path: String
    /// What its one or two dimensions count.
    package let dimensions: [String]
    /// The sizes of its dimensions.
    package let shape: [Int]
    /// Its numbers, aliased.
    package let matrix: Matrix

    /// A tensor of two dimensions.
    package init(_ path: String, _ dimensions: [String], _ matrix: Matrix) {
        self.init(path, dimensions, shape: [matrix.rows, matrix.columns], matrix)
    }

    private init(_ path: String, _ dimensions: [String], shape: [Int], _ matrix: Matrix) {
        self.path = path
        self.dimensions = dimensions
        self.shape = shape
        self.matrix = matrix
    }

    /// The tensors of `parameters`, under a group.
    package static func all(of parameters: Parameters, under group: String) -> [CarriedTensor] {
        parameters.blocks.map {
            CarriedTensor(
                "\(group)/\($0.name)", $0.dimensions, shape: $0.shape, parameters[$0.name])
        }
    }
}
