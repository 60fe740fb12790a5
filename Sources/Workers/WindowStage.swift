import Tensor
import Trainers

/// A worker's share of the training of a recurrent network: all of the network, and a window of each
/// update.
///
/// In mode `data` it is the window of sequences of the worker's own; in `windows` worker k of w has
/// window number update·w + k of the same sequences, and the state at its end goes to the next. A
/// window gives what it gives in a session alone: the rule's gradients at the parameters of the
/// update, the synthesizer's at the state that the window starts from. The step is by the mean over
/// the w windows: gradients of the network are summed and divided by w·B, those of the rule's
/// learners, which are means already, by w. A rule that has learned in none of the windows does not
/// step.
///
/// In `data` everything equals one session with w·B sequences, to rounding; running averages that a
/// rule carries are those of its own sequences.
package final class WindowStage: Stage {
    private let session: RecurrentSession
    private let worker: Int
    private let parallelism: Parallelism
    private let load: (_ update: Int) -> Window
    private var window: Window?
    private var ruleReport = RuleReport()
    /// Over the workers: in how many windows the rule has learned, and steps of the sequences. Their
    /// sums are exact.
    private let counts: Matrix
    private var report = StageReport()

    /// - Parameters:
    ///   - session: of the worker's sequences; its optimizers step with every window.
    ///   - load: draws the worker's window of an update.
    package init(
        _ session: RecurrentSession, worker: Int, _ parallelism: Parallelism,
        load: @escaping (_ update: Int) -> Window
    ) {
        precondition(
            parallelism.mode == .data || parallelism.mode == .windows,
            "\(parallelism) of a recurrent network")
        precondition(
            session.options.stepPer == .window || session.rule.pace == .sequence,
            "steps of workers once a sequence")
        self.session = session
        self.worker = worker
        self.parallelism = parallelism
        self.load = load
        counts = Matrix(rows: 1, columns: 2)
    }

    private var present: Window {
        guard let window else { preconditionFailure("work before the window is drawn") }
        return window
    }

    package func compute(_ work: Work, update: Int, part: Int) {
        switch work {
        case .load: window = load(update)
        case .forward:
            session.forward(present)
            session.handOnState(after: present)
            report.loss += session.lossOfWindow
            report.scoredOutputs += present.targets.count { $0 >= 0 }
        case .backward:
            ruleReport = session.addGradients(of: present)
            counts[0, 0] = ruleReport.synthesizerLoss == nil ? 0 : 1
            counts[0, 1] = Float(present.steps.count)
            if let loss = ruleReport.synthesizerLoss {
                report.synthesizerLoss += loss
                report.synthesizerLosses += 1
            }
        case .step: step()
        case .regress, .regressInput: preconditionFailure("\(work) of a recurrent network")
        }
    }

    private func step() {
        let workers = parallelism.workers
        if workers > 1 {
            for (_, learner) in session.rule.learners {
                learner.gradients.flat.scale(by: 1 / Float(workers))
            }
            if counts[0, 0] > 0 { session.rule.noteGradients() }
        }
        let norm = session.step(after: present, sharedBy: workers).gradientNorm
        // Of sequences that all workers share, every one's steps count.
        session.countTimeSteps(
            parallelism.mode == .windows ? Int(counts[0, 1]) : present.steps.count)
        if worker == 0 { report.squaredGradientNorm += norm * norm }
        report.updates += 1
    }

    package func contents(of parcel: Parcel) -> Matrix {
        precondition(parcel.content == .state, "\(parcel) of a recurrent network")
        return session.state
    }

    package func accept(
        _ parcel: Parcel, _ bytes: UnsafeRawBufferPointer
    ) throws(StageError) {
        precondition(parcel.content == .state, "\(parcel) for a recurrent network")
        try session.state.take(bytes, of: parcel)
    }

    package var gradients: [Matrix] { session.allGradients + [counts] }

    package func takeReport() -> StageReport {
        defer { report = StageReport() }
        return report
    }

    package func transfer(_ state: StateTransfer) throws(StateMismatch) {
        guard !state.isSaving || worker == 0 else { return }
        try session.transfer(state)
    }

    package func transferOwn(_ state: StateTransfer) throws(StateMismatch) {
        guard parallelism.mode == .data && worker > 0 else { return }
        try session.transferLanes(state)
    }
}
