import Layers
import Optimizers
import Tasks
import Tensor

/// Measures the gradients of a session's rule against full BPTT on held-out sequences, at the
/// present parameters; touches nothing of training.
///
/// Cost: about four passes over the sequences and two of the rule, in memory taken for each
/// measurement.
package final class GradientProbe {
    let live: RecurrentSession
    /// The rule as it trains.
    let twin: RecurrentSession
    private let truncated: RecurrentSession
    /// Windows with scale·ĝ at their ends; nil for a rule without synthetic gradients.
    private let synthetic: (session: RecurrentSession, rule: SyntheticGradientBPTT)?
    private let full: RecurrentNetwork
    let schedule: WindowSchedule
    private let ruleSchedule: WindowSchedule

    /// - Parameters:
    ///   - live: the session in training.
    ///   - twin: a session of the same recipe, over the same network or one of its shape, with a
    ///     rule of its own; it is never stepped.
    ///   - schedule: the windows whose boundaries are measured.
    ///   - ruleSchedule: the windows of a rule that takes a window at a time; nil: `schedule`.
    package init(
        _ live: RecurrentSession, twin: RecurrentSession, schedule: WindowSchedule,
        ruleSchedule: WindowSchedule? = nil
    ) {
        precondition(live.rule !== twin.rule, "a probe that measures with the rule in training")
        self.live = live
        self.twin = twin
        self.schedule = schedule
        self.ruleSchedule = ruleSchedule ?? schedule
        full = live.network.zerosLike()
        var options = TrainingOptions()
        options.sgScale = live.options.sgScale
        let context = RuleContext(
            network: live.network, batch: live.batch, capacity: schedule.truncation,
            options: options, in: Workspace())
        func session(_ rule: any LearningRule) -> RecurrentSession {
            RecurrentSession(context, rule, optimizer: live.learner.optimizer)
        }
        truncated = session(BPTT(per: .window))
        synthetic = (twin.rule as? SyntheticGradientBPTT).map {
            let rule = SyntheticGradientBPTT(context, $0.interface)
            return (session(rule), rule)
        }
    }

    /// Measures with the present parameters.
    /// - Parameter sequences: short enough to be run in one piece.
    package func measure(_ sequences: SequenceBatch) -> GradientDiagnosis {
        measure(sequences) {}
    }

    /// Measures with the present parameters, unless something ends the measurement.
    /// - Parameters:
    ///   - sequences: short enough to be run in one piece.
    ///   - pausing: called between windows; what it throws ends the measurement.
    package func measure(
        _ sequences: SequenceBatch, pausing: () throws -> Void
    ) rethrows -> GradientDiagnosis {
        var diagnosis = GradientDiagnosis()
        twin.restart(like: live)
        for window in twin.rule.pace.windows(of: sequences, schedule: ruleSchedule) {
            try pausing()
            twin.accumulate(window)
        }
        let windows = Array(schedule.windows(of: sequences))
        diagnosis.lags = live.network.decay(of: sequences)
        let exact = backpropagate(sequences, boundaries: windows.dropFirst())
        try compare(windows, exact, &diagnosis, pausing)
        let gradient = full.parameters.flat
        diagnosis.truncatedCosine = truncated.gradient.cosine(with: gradient)
        diagnosis.shareBeyond = truncated.gradient.shareMissing(of: gradient)
        diagnosis.ruleCosine = twin.gradient.cosine(with: gradient)
        diagnosis.ruleShareMissing = twin.gradient.shareMissing(of: gradient)
        if let synthetic {
            diagnosis.boundaryCosine = synthetic.session.gradient.cosine(with: gradient)
        }
        return diagnosis
    }

    /// Full BPTT: leaves G in `full`.
    /// - Returns: the gradients at the first states of `boundaries`, by step.
    private func backpropagate(
        _ sequences: SequenceBatch, boundaries: some Sequence<Window>
    ) -> [Int: Matrix] {
        full.parameters.flat.fill(0)
        let pass = WindowPass(
            network: live.network, batch: live.batch, capacity: sequences.steps, in: Workspace())
        let whole = Window(sequences, steps: 0..<sequences.steps)
        _ = pass.forward(whole.contents, lossScale: sequences.lossScale)
        let steps = Set(boundaries.map(\.steps.lowerBound))
        var exact: [Int: Matrix] = [:]
        pass.backward(into: full) { step, gradient in
            if steps.contains(step) { exact[step] = gradient.copied() }
        }
        return exact
    }

    /// Runs every window by truncated BPTT and, where there are, with synthetic gradients.
    /// - Parameter exact: the gradients at the boundaries, by step.
    private func compare(
        _ windows: [Window], _ exact: [Int: Matrix], _ diagnosis: inout GradientDiagnosis,
        _ pausing: () throws -> Void
    ) rethrows {
        truncated.restart()
        synthetic?.session.restart()
        var squares = (exact: 0.0, window: 0.0, synthetic: 0.0, product: 0.0)
        for window in windows {
            try pausing()
            truncated.accumulate(window)
            if let exact = exact[window.steps.lowerBound] {
                squares.exact += exact.sumOfSquares
                squares.window += truncated.boundaryGradient.sumOfSquares
            }
            guard let synthetic else { continue }
            synthetic.session.accumulate(window)
            if let exact = exact[window.steps.upperBound] {
                squares.synthetic += synthetic.rule.prediction.sumOfSquares
                squares.product += synthetic.rule.prediction.dot(exact)
            }
        }
        guard !exact.isEmpty else { return }
        let count = Double(live.batch * exact.count)
        diagnosis.trueNorm = (squares.exact / count).squareRoot()
        diagnosis.windowNorm = (squares.window / count).squareRoot()
        guard synthetic != nil else { return }
        diagnosis.syntheticNorm = (squares.synthetic / count).squareRoot()
        diagnosis.syntheticCosine =
            squares.product / (squares.synthetic * squares.exact).squareRoot()
    }
}

extension RecurrentSession {
    /// The parameter gradients not yet stepped with, end to end.
    fileprivate var gradient: Matrix { parameterGradients.flat }
}

extension RecurrentNetwork {
    /// How the gradient of the last scored step decays on its way back, at some lags.
    fileprivate func decay(of sequences: SequenceBatch) -> [(lag: Int, norm: Double)] {
        let measured: Set<Int> = [1, 2, 3, 5, 8, 13, 20, 30, 50, 80]
        guard let last = sequences.targets.lastIndex(where: { $0 >= 0 }) else { return [] }
        let batch = sequences.batch
        let end = last / batch + 1
        var targets = [Int32](repeating: -1, count: end * batch)
        targets.replaceSubrange(
            (end - 1) * batch..<end * batch, with: sequences.targets(end - 1..<end))
        var contents = Window(sequences, steps: 0..<end).contents
        contents.targets = targets[...]
        let pass = WindowPass(network: self, batch: batch, capacity: end, in: Workspace())
        _ = pass.forward(contents, lossScale: sequences.lossScale)
        var lags: [(lag: Int, norm: Double)] = []
        pass.backward(into: nil) { step, gradient in
            // The step that reads state `step` is lag 1 before the state it leads to.
            let lag = end - step
            guard measured.contains(lag) else { return }
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

    /// ‖other − self‖/‖other‖.
    fileprivate func shareMissing(of other: Matrix) -> Double {
        let difference = copied()
        difference.add(other, scaledBy: -1)
        return (difference.sumOfSquares / other.sumOfSquares).squareRoot()
    }
}
