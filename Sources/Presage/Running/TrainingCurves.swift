import Store
import Trainers
import Vocabulary

/// The curves of one run: what happened between one recorded point and the next.
struct TrainingCurves {
    private let unit: BudgetUnit
    private let trainLoss: Quantity
    private var positions: [Int] = []
    private var curves: [(quantity: Quantity, values: [Double])] = []
    private var loss = RunningMean()
    private var norm = RunningMean()
    private var synthesizerLoss = RunningMean()
    private var auxiliaryLoss = RunningMean()
    private var syntheticNorm = RunningMean()
    private var inputLoss = RunningMean()

    init(_ configuration: Configuration) {
        trainLoss = .trainingLoss.measured(in: configuration[.task].spec.lossUnits)
        unit = configuration[.budgetUnit]
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
    mutating func record(at position: Int, _ taskValues: [(quantity: Quantity, value: Double)]) {
        let means: [(quantity: Quantity, value: Double)] = [
            (trainLoss, loss), (.gradientNorm, norm), (.synthesizerLoss, synthesizerLoss),
            (.auxiliaryLoss, auxiliaryLoss), (.syntheticGradientNorm, syntheticNorm),
            (.inputLoss, inputLoss),
        ].map { ($0, $1.value ?? .nan) }
        let values = taskValues + means
        if positions.isEmpty { curves = values.map { ($0.quantity, []) } }
        positions.append(position)
        for (index, value) in values.enumerated() { curves[index].values.append(value.value) }
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
