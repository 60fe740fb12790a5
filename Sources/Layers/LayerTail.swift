import Kernels
import Tensor

/// What follows the product of a layer: y = f(BN(a)), or f(a + b).
///
/// BN(a) = γ·(a − mean)/√(variance + 1e-5) + β by the statistics of the rows; the running ones,
/// r += 0.1·(statistic − r) with the unbiased variance, serve where nothing is trained.
///
/// Shapes: a and y (N, C), all else (C).
/// Source: Ioffe and Szegedy 2015.
struct LayerTail {
    private let style: LayerStyle
    private let parameters: Parameters
    private let gradients: Parameters
    /// Nil without batch normalization.
    private let normalization: BatchStatistics?

    /// What a normalization remembers.
    private struct BatchStatistics {
        let normalized: Matrix
        let means: Matrix
        let variances: Matrix
        let runningMeans: Matrix
        let runningVariances: Matrix

        init(rows: Int, columns: Int, in workspace: Workspace) {
            normalized = workspace.matrix(rows, columns)
            means = workspace.matrix(1, columns)
            variances = workspace.matrix(1, columns)
            runningMeans = workspace.matrix(1, columns)
            runningVariances = workspace.matrix(1, columns)
            runningVariances.fill(1)
        }

        func updateRunning(rows: Int) {
            let unbiased = Float(rows) / Float(max(1, rows - 1))
            for (running, statistic, factor) in [
                (runningMeans, means, 1), (runningVariances, variances, unbiased),
            ] {
                running.scale(by: 0.9)
                running.add(statistic, scaledBy: 0.1 * factor)
            }
        }
    }

    init(
        _ style: LayerStyle, _ parameters: Parameters, _ gradients: Parameters, rows: Int,
        columns: Int, in workspace: Workspace
    ) {
        self.style = style
        self.parameters = parameters
        self.gradients = gradients
        normalization =
            style.isBatchNormalized
            ? BatchStatistics(rows: rows, columns: columns, in: workspace) : nil
    }

    /// Draws the weights of the product before it, and its own.
    func initialize(_ weights: Matrix, from stream: RandomStream) {
        let bound = 1 / Float(weights.rows).squareRoot()
        var stream = stream
        weights.fillUniform(within: bound, from: &stream)
        if normalization == nil {
            parameters["b"].fillUniform(within: bound, from: stream)
        } else {
            parameters["gamma"].fill(1)
            parameters["beta"].fill(0)
        }
    }

    /// a becomes y, in place.
    func forward(_ values: Matrix, _ mode: ForwardMode) {
        let (rows, columns) = (values.rows, values.columns)
        if let normalization {
            let (gains, shifts) = (parameters["gamma"].pointer, parameters["beta"].pointer)
            if mode != .inference {
                Kernels.table.batchNormForward(
                    rows, columns, values.pointer, normalization.normalized.pointer,
                    normalization.means.pointer, normalization.variances.pointer, gains, shifts)
                if mode == .training { normalization.updateRunning(rows: rows) }
            } else {
                Kernels.table.batchNormInference(
                    rows, columns, values.pointer, normalization.runningMeans.pointer,
                    normalization.runningVariances.pointer, gains, shifts)
            }
        } else {
            values.addBias(parameters["b"])
        }
        switch style.activation {
        case .relu: Kernels.table.rectify(values.count, values.pointer)
        case .tanh: Kernels.table.squash(values.count, values.pointer)
        case .identity: break
        }
    }

    /// ∂y becomes ∂a, in place.
    func backward(y: Matrix, gradients above: Matrix, accumulating: Bool) {
        switch style.activation {
        case .relu: Kernels.table.rectifyBackward(above.count, y.pointer, above.pointer)
        case .tanh:
            Kernels.table.elmanBackward(above.count, y.pointer, above.pointer, above.pointer)
        case .identity: break
        }
        if let normalization {
            Kernels.table.batchNormBackward(
                above.rows, above.columns, normalization.normalized.pointer,
                normalization.variances.pointer, parameters["gamma"].pointer,
                accumulating ? gradients["gamma"].pointer : nil,
                accumulating ? gradients["beta"].pointer : nil, above.pointer)
        } else if accumulating {
            gradients["b"].addColumnSums(of: above)
        }
    }
}
