import Layers
import Tasks
import Tensor

/// How large the gradient is that a window cuts off, and how near a synthetic gradient comes to it.
///
/// Norms are root mean squares over the batch (and over the boundaries) of a sample's
/// ∂(Σ ℓ/Λ)/∂s, in nats. NaN where there is nothing to measure.
public struct GradientDiagnosis: Sendable {
    /// ∂(loss of all later steps)/∂s at the boundaries.
    public var trueNorm = Double.nan
    /// ∂(loss of the window that begins there alone)/∂s at the boundaries.
    public var windowNorm = Double.nan
    /// ĝ at the boundaries, not scaled.
    public var syntheticNorm = Double.nan
    /// Cosine of ĝ and the true gradient, over all boundaries, samples and components.
    public var syntheticCosine = Double.nan
    /// ‖G − Σ G_w‖/‖G‖: what truncation takes from the parameter gradient, G by full BPTT and G_w by
    /// the windows.
    public var shareBeyond = Double.nan
    /// Cosine of Σ G_w and G.
    public var truncatedCosine = Double.nan
    /// The same with scale·ĝ at the boundaries, whatever else the method does.
    public var boundaryCosine = Double.nan
    /// ∂(loss of the last scored step)/∂s by lag: how many steps before that step's own state.
    public var lags: [(lag: Int, norm: Double)] = []
}

/// Measures gradients on held-out sequences with the present parameters; touches nothing of
/// training.
public final class GradientDiagnostics {
    private let network: RecurrentNetwork
    private let batch: Int
    private let schedule: WindowSchedule
    /// Of a method with synthetic gradients.
    private let synthetic: (interface: DecoupledNeuralInterface, scale: Double)?
    private let full: RecurrentNetwork
    private let truncated: RecurrentNetwork
    private let withSynthetic: RecurrentNetwork

    /// - Parameter trainer: whose network, and whose synthesizer if it has one.
    public init(_ trainer: any Trainer, schedule: WindowSchedule) {
        network = trainer.core.network
        batch = trainer.core.batch
        self.schedule = schedule
        synthetic = (trainer as? SyntheticGradientBPTT).map {
            ($0.interface, trainer.core.options.sgScale)
        }
        full = network.zerosLike()
        truncated = network.zerosLike()
        withSynthetic = network.zerosLike()
    }

    /// - Parameter sequences: short enough to be run in one piece.
    public func measure(_ sequences: SequenceBatch) -> GradientDiagnosis {
        var diagnosis = GradientDiagnosis()
        for gradients in [full, truncated, withSynthetic] { gradients.parameters.flat.fill(0) }
        let windows = Array(schedule.windows(of: sequences))
        // A masked remainder makes the sequences longer.
        let sequences = windows.first?.sequences ?? sequences
        let pass = WindowPass(
            network: network, batch: batch, capacity: sequences.steps, in: Workspace())
        diagnosis.lags = lags(of: sequences, pass)
        run(pass, Window(sequences, steps: 0..<sequences.steps))
        var exact: [Int: Matrix] = [:]
        let boundaries = Set(windows.dropFirst().map(\.steps.lowerBound))
        pass.backward(into: full) { step, gradient in
            if boundaries.contains(step) { exact[step] = gradient.copied() }
        }
        compare(windows, exact, states: pass, &diagnosis)
        let gradient = full.parameters.flat
        diagnosis.truncatedCosine = truncated.parameters.flat.cosine(with: gradient)
        if synthetic != nil {
            diagnosis.boundaryCosine = withSynthetic.parameters.flat.cosine(with: gradient)
        }
        truncated.parameters.flat.add(gradient, scaledBy: -1)
        diagnosis.shareBeyond =
            (truncated.parameters.flat.sumOfSquares / gradient.sumOfSquares).squareRoot()
        return diagnosis
    }

    private func run(_ pass: WindowPass, _ window: Window) {
        pass.initialState.fill(0)
        _ = pass.forward(window.contents, lossScale: window.sequences.lossScale)
        pass.stateGradient.fill(0)
    }

    /// Every window by itself, from the states of the whole sequence.
    private func compare(
        _ windows: [Window], _ exact: [Int: Matrix], states: WindowPass,
        _ diagnosis: inout GradientDiagnosis
    ) {
        let longest = windows.map(\.steps.count).max() ?? 1
        let pass = WindowPass(network: network, batch: batch, capacity: longest, in: Workspace())
        let prediction = Matrix(rows: batch, columns: network.stateWidth)
        var squares = (exact: 0.0, window: 0.0, synthetic: 0.0, product: 0.0)
        for window in windows {
            pass.initialState.copy(from: states.state(after: window.steps.lowerBound))
            _ = pass.forward(window.contents, lossScale: window.sequences.lossScale)
            pass.stateGradient.fill(0)
            pass.backward(into: truncated)
            if let exact = exact[window.steps.lowerBound] {
                squares.exact += exact.sumOfSquares
                squares.window += pass.stateGradient.sumOfSquares
            }
            guard let synthetic else { continue }
            pass.stateGradient.fill(0)
            if let exact = exact[window.steps.upperBound] {
                synthetic.interface.predict(
                    pass.finalState, at: window.steps.upperBound, of: window.sequences,
                    into: prediction)
                squares.synthetic += prediction.sumOfSquares
                squares.product += prediction.dot(exact)
                pass.stateGradient.add(prediction, scaledBy: Float(synthetic.scale))
            }
            pass.backward(into: withSynthetic)
        }
        guard !exact.isEmpty else { return }
        let count = Double(batch * exact.count)
        diagnosis.trueNorm = (squares.exact / count).squareRoot()
        diagnosis.windowNorm = (squares.window / count).squareRoot()
        guard synthetic != nil else { return }
        diagnosis.syntheticNorm = (squares.synthetic / count).squareRoot()
        diagnosis.syntheticCosine =
            squares.product / (squares.synthetic * squares.exact).squareRoot()
    }

    /// Lags at which the decay is measured.
    private static let measured: Set<Int> = [1, 2, 3, 5, 8, 13, 20, 30, 50, 80]

    /// How the gradient of the last scored step decays on its way back.
    private func lags(
        of sequences: SequenceBatch, _ pass: WindowPass
    ) -> [(lag: Int, norm: Double)] {
        guard let last = sequences.targets.lastIndex(where: { $0 >= 0 }) else { return [] }
        let end = last / batch + 1
        var targets = [Int32](repeating: -1, count: end * batch)
        targets.replaceSubrange(
            (end - 1) * batch..<end * batch, with: sequences.targets(end - 1..<end))
        var contents = Window(sequences, steps: 0..<end).contents
        contents.targets = targets[...]
        pass.initialState.fill(0)
        _ = pass.forward(contents, lossScale: sequences.lossScale)
        pass.stateGradient.fill(0)
        var lags: [(lag: Int, norm: Double)] = []
        pass.backward(into: nil) { [batch] step, gradient in
            // The step that reads state `step` is lag 1 before the state it leads to.
            let lag = end - step
            guard Self.measured.contains(lag) else { return }
            lags.append((lag, (gradient.sumOfSquares / Double(batch)).squareRoot()))
        }
        return lags
    }
}

extension Matrix {
    fileprivate func copied() -> Matrix {
        let copy = Matrix(rows: rows, columns: columns)
        copy.copy(from: self)
        return copy
    }

    /// Σ of the products of corresponding elements, in float64.
    fileprivate func dot(_ other: Matrix) -> Double {
        zip(values, other.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    /// NaN when one of them is zero.
    fileprivate func cosine(with other: Matrix) -> Double {
        dot(other) / (sumOfSquares * other.sumOfSquares).squareRoot()
    }
}
