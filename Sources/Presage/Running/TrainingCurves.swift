import Store
import Tensor
import Trainers
import Vocabulary

/// The curves of one run: what happened between one recorded point and the next.
struct TrainingCurves {
    private let unit: BudgetUnit
    private var positions: [Int] = []
    private var curves: [(quantity: Quantity, values: [Double])]
    private var loss = RunningMean()
    private var norm = RunningMean()
    private var synthesizerLoss = RunningMean()
    private var auxiliaryLoss = RunningMean()
    private var syntheticNorm = RunningMean()
    private var inputLoss = RunningMean()

    /// - Parameter taskQuantities: what the task measures, as `record` is given it.
    init(_ configuration: Configuration, taskQuantities: [Quantity]) {
        unit = configuration[.budgetUnit]
        let quantities: [Quantity] =
            taskQuantities + [
                .trainingLoss.measured(in: configuration[.task].spec.lossUnits), .gradientNorm,
                .synthesizerLoss, .auxiliaryLoss, .syntheticGradientNorm, .inputLoss,
            ]
        curves = quantities.map { ($0, []) }
    }

    /// Takes in one window.
    mutating func add(_ report: StepReport) {
        loss.add(report.loss, weight: report.scoredOutputs)
        norm.add(report.gradientNorm)
        if let error = report.rule.synthesizerLoss { synthesizerLoss.add(error) }
        if let error = report.rule.auxiliaryLoss { auxiliaryLoss.add(error) }
        if let norm = report.rule.syntheticGradientNorm { syntheticNorm.add(norm) }
        if let error = report.rule.inputLoss { inputLoss.add(error) }
    }

    /// Closes a point of every curve.
    mutating func record(at position: Int, _ taskValues: [Double]) {
        let means = [loss, norm, synthesizerLoss, auxiliaryLoss, syntheticNorm, inputLoss]
        positions.append(position)
        for (index, value) in (taskValues + means.map { $0.value ?? .nan }).enumerated() {
            curves[index].values.append(value)
        }
        (loss, norm, synthesizerLoss) = (RunningMean(), RunningMean(), RunningMean())
        (auxiliaryLoss, syntheticNorm, inputLoss) = (RunningMean(), RunningMean(), RunningMean())
    }

    /// The coordinate and the curves over it; a quantity that was never measured is left out.
    var datasets: [Dataset] {
        let coordinate =
            switch unit {
            case .updates:
                Coordinate(
                    name: "update", longName: "optimizer steps taken", unit: "updates",
                    positions: positions)
            case .timeSteps:
                Coordinate(
                    name: "time_step", longName: "time steps trained on", unit: "time steps",
                    positions: positions)
            }
        let measured = curves.filter { !$0.values.allSatisfy(\.isNaN) }
        return [coordinate.dataset]
            + measured.map { Dataset($0.quantity, over: coordinate.name, .float64($0.values)) }
    }
}

extension TrainingCurves: Resumable {
    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.integers("positions", &positions)
        for index in curves.indices {
            try state.reals(
                curves[index].quantity.name, &curves[index].values, count: positions.count)
        }
        try state.part("loss_since", &loss)
        try state.part("norm_since", &norm)
        try state.part("synthesizer_loss_since", &synthesizerLoss)
        try state.part("auxiliary_loss_since", &auxiliaryLoss)
        try state.part("synthetic_norm_since", &syntheticNorm)
        try state.part("input_loss_since", &inputLoss)
    }
}
