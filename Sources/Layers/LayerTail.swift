import Kernels
import Tensor

/// The part of a layer after its product: y = f(BN(a)), or f(a + b).
///
/// BN(a) = γ·(a − mean)/√(variance + 1e-5) + β by the statistics of the rows; the running ones,
/// r += 0.1·(statistic − r) with the unbiased variance, serve where nothing is trained.
///
/// Shapes: a and y (N, C), all else (C).
/// Source: Ioffe and Szegedy 2015.
struct LayerTail {
    /// The running statistics, `running_mean` and `running_variance` (C); none without BN.
    let statistics: Parameters
    private let activation: Activation
    private let offset: Offset

    /// A tensor and its gradient.
    private struct Parameter {
        let values: Matrix
        let gradients: Matrix

        init(_ name: String, _ parameters: Parameters, _ gradients: Parameters) {
            values = parameters[name]
            self.gradients = gradients[name]
        }
    }

    /// The way the product is shifted: by a bias, or by normalization.
    private enum Offset {
        case bias(Parameter)
        case normalization(gains: Parameter, shifts: Parameter, BatchStatistics)
    }

    /// The saved activations of a normalization and the statistics of its rows.
    private struct BatchStatistics {
        let normalized: Matrix
        let means: Matrix
        let variances: Matrix
        let runningMeans: Matrix
        let runningVariances: Matrix

        /// - Parameter running: means and variances, aliased.
        init(rows: Int, columns: Int, running: (Matrix, Matrix), in workspace: Workspace) {
            normalized = workspace.matrix(rows, columns)
            means = workspace.matrix(1, columns)
            variances = workspace.matrix(1, columns)
            (runningMeans, runningVariances) = running
        }

        func updateRunning(rows: Int) {
            let unbiased = Float(rows) / Float(max(1, rows - 1))
            runningMeans.scale(by: 0.9)
            runningMeans.add(means, scaledBy: 0.1)
            runningVariances.scale(by: 0.9)
            runningVariances.add(variances, scaledBy: 0.1 * unbiased)
        }
    }

    /// - Parameter suffix: ends the names of the tensors.
    init(
        _ style: LayerStyle, _ parameters: Parameters, _ gradients: Parameters,
        suffix: String = "", rows: Int, columns: Int, in workspace: Workspace
    ) {
        func tensor(_ name: String) -> Parameter { Parameter(name + suffix, parameters, gradients) }
        activation = style.activation
        guard style.isBatchNormalized else {
            statistics = Parameters([])
            offset = .bias(tensor("b"))
            return
        }
        let (mean, variance) = ("running_mean" + suffix, "running_variance" + suffix)
        statistics = Parameters(
            [mean, variance].map { .init($0, ["output" + suffix: columns]) })
        statistics[variance].fill(1)
        offset = .normalization(
            gains: tensor("gamma"), shifts: tensor("beta"),
            BatchStatistics(
                rows: rows, columns: columns, running: (statistics[mean], statistics[variance]),
                in: workspace))
    }

    private init(_ activation: Activation, _ offset: Offset, statistics: Parameters) {
        self.activation = activation
        self.offset = offset
        self.statistics = statistics
    }

    /// A tail over the same tensors and running statistics, with activations of its own.
    func twin(rows: Int, in workspace: Workspace) -> LayerTail {
        guard case .normalization(let gains, let shifts, let saved) = offset else { return self }
        let own = BatchStatistics(
            rows: rows, columns: saved.normalized.columns,
            running: (saved.runningMeans, saved.runningVariances), in: workspace)
        return LayerTail(
            activation, .normalization(gains: gains, shifts: shifts, own), statistics: statistics)
    }

    /// Draws the weights of the product before it, and its own.
    func initialize(_ weights: Matrix, from stream: RandomStream) {
        let bound = 1 / Float(weights.rows).squareRoot()
        var stream = stream
        weights.fillUniform(within: bound, from: &stream)
        switch offset {
        case .bias(let bias): bias.values.fillUniform(within: bound, from: stream)
        case .normalization(let gains, let shifts, _):
            gains.values.fill(1)
            shifts.values.fill(0)
        }
    }

    /// a becomes y, in place.
    func forward(_ values: Matrix, _ mode: ForwardMode) {
        let (rows, columns) = (values.rows, values.columns)
        switch offset {
        case .bias(let bias): values.addBias(bias.values)
        case .normalization(let gains, let shifts, let statistics) where mode == .inference:
            Kernels.table.batchNormInference(
                rows, columns, values.pointer, statistics.runningMeans.pointer,
                statistics.runningVariances.pointer, gains.values.pointer, shifts.values.pointer)
        case .normalization(let gains, let shifts, let statistics):
            Kernels.table.batchNormForward(
                rows, columns, values.pointer, statistics.normalized.pointer,
                statistics.means.pointer, statistics.variances.pointer, gains.values.pointer,
                shifts.values.pointer)
            if mode == .training { statistics.updateRunning(rows: rows) }
        }
        switch activation {
        case .relu: Kernels.table.rectify(values.count, values.pointer)
        case .tanh: Kernels.table.tanhForward(values.count, values.pointer)
        case .identity: break
        }
    }

    /// ∂y becomes ∂a, in place.
    func backward(y: Matrix, gradients above: Matrix, accumulating: Bool) {
        switch activation {
        case .relu: Kernels.table.rectifyBackward(above.count, y.pointer, above.pointer)
        case .tanh:
            Kernels.table.tanhBackward(above.count, y.pointer, above.pointer, above.pointer)
        case .identity: break
        }
        switch offset {
        case .bias(let bias): if accumulating { bias.gradients.addColumnSums(of: above) }
        case .normalization(let gains, let shifts, let statistics):
            Kernels.table.batchNormBackward(
                above.rows, above.columns, statistics.normalized.pointer,
                statistics.variances.pointer, gains.values.pointer,
                accumulating ? gains.gradients.pointer : nil,
                accumulating ? shifts.gradients.pointer : nil, above.pointer)
        }
    }
}
