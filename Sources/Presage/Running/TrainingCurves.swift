import Store
import Sweeps
import Trainers

/// The curves of one run: what happened between one recorded point and the next.
struct TrainingCurves {
    private static let gradientNorm = Variable(
        name: Measure.gradientNorm.variable,
        longName: "mean norm of the parameter gradient before clipping, since the point before",
        units: "nats")
    private static let synthesizerLoss = Variable(
        name: "synthesizer_loss",
        longName: "mean squared error of the synthesizer since the point before", units: "nats^2")
    private static let auxiliaryLoss = Variable(
        name: "auxiliary_loss",
        longName: "mean squared error of the auxiliary head since the point before",
        units: "nats^2")
    private static let inputLoss = Variable(
        name: "input_loss",
        longName: "mean squared error of the synthetic inputs since the point before", units: "1")
    private static let syntheticNorm = Variable(
        name: "synthetic_gradient_norm",
        longName: "mean norm of the synthetic gradient at the boundary, since the point before",
        units: "nats")

    private let coordinate: Variable
    private let trainLoss: Variable
    private var positions: [Int] = []
    private var curves: [(variable: Variable, values: [Double])] = []
    private var loss = RunningMean()
    private var norms: [(variable: Variable, mean: RunningMean)] = [
        (gradientNorm, RunningMean()), (synthesizerLoss, RunningMean()),
        (auxiliaryLoss, RunningMean()),
        (syntheticNorm, RunningMean()), (inputLoss, RunningMean()),
    ]

    init(_ configuration: Configuration) {
        trainLoss = Variable(
            name: Measure.trainingBits.variable,
            longName: "mean training loss since the point before", units: configuration.lossUnits)
        coordinate =
            configuration.countsTimeSteps
            ? Variable(name: "time_step", longName: "time steps trained on", units: "time steps")
            : Variable(name: "update", longName: "optimizer steps taken", units: "updates")
    }

    /// Takes in one window.
    mutating func note(_ report: StepReport) {
        loss.add(report.loss, weight: report.scoredOutputs)
        norms[0].mean.add(report.gradientNorm)
        if let error = report.rule.synthesizerLoss { norms[1].mean.add(error) }
        if let error = report.rule.auxiliaryLoss { norms[2].mean.add(error) }
        if let norm = report.rule.syntheticGradientNorm { norms[3].mean.add(norm) }
        if let error = report.rule.inputLoss { norms[4].mean.add(error) }
    }

    /// Closes a point of every curve.
    mutating func record(at position: Int, _ taskValues: [(curve: Variable, value: Double)]) {
        let values =
            taskValues + [(trainLoss, loss.value ?? .nan)]
            + norms.map { ($0.variable, $0.mean.value ?? .nan) }
        if positions.isEmpty { curves = values.map { ($0.0, []) } }
        positions.append(position)
        for (index, value) in values.enumerated() { curves[index].values.append(value.1) }
        loss = RunningMean()
        for index in norms.indices { norms[index].mean = RunningMean() }
    }

    /// The coordinate and the curves over it; a quantity that never was is left out.
    var datasets: [Dataset] {
        let axis = Dataset(
            coordinate: coordinate.name, .int64(positions.map(Int64.init)),
            attributes: coordinate.attributes)
        let measured = curves.filter { !$0.values.allSatisfy(\.isNaN) }
        return [axis]
            + measured.map { Dataset($0.variable, over: coordinate.name, .float64($0.values)) }
    }
}
