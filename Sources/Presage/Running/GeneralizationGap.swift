import Tensor
import Trainers

/// The mean training loss since the last evaluation, to be held against the held-out loss.
struct GeneralizationGap {
    private var loss = RunningMean()

    /// Takes in one window.
    mutating func add(_ report: StepReport) { loss.add(report.loss, weight: report.scoredOutputs) }

    /// The held-out loss minus the training loss since the last call; NaN without training.
    mutating func close(heldOut: Double) -> Double {
        defer { loss = RunningMean() }
        return loss.value.map { heldOut - $0 } ?? .nan
    }
}

extension GeneralizationGap: Resumable {
    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.part("training_loss", &loss)
    }
}
