import Tensor
import Trainers

/// The mean training loss since the evaluation before, to be held against the held-out loss.
struct GeneralizationGap {
    private var loss = RunningMean()
    /// The mean before the latest evaluation.
    private var latest = Double.nan

    /// Takes in one window.
    mutating func add(_ report: StepReport) { loss.add(report.loss, weight: report.scoredOutputs) }

    /// The held-out loss minus the training loss since the last call, or since the one before where a
    /// window has passed several evaluations at once.
    mutating func close(heldOut: Double) -> Double {
        latest = loss.value ?? latest
        loss = RunningMean()
        return heldOut - latest
    }
}

extension GeneralizationGap: Resumable {
    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.part("training_loss", &loss)
        try state.real("latest", &latest)
    }
}
