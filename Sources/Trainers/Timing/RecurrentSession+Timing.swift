import Layers
import Optimizers
import Tensor

extension RecurrentSession {
    /// Times the parts of an update by a window: forward, back through all of its steps, the optimizer's
    /// step, and the synthesizer at its boundaries where the rule has one.
    ///
    /// Every round starts from the same parameters. A round before the first is not counted. The session
    /// is of no other use afterwards.
    /// - Parameter pausing: called between rounds; what it throws ends the measurement.
    package func timeParts(
        of window: Window, rounds: Int, pausing: () throws -> Void
    ) rethrows -> PartCosts {
        let saved = Workspace()
        let pass = WindowPass(
            network: network, batch: batch, capacity: window.steps.count, in: saved)
        let rule = rule as? SyntheticGradientBPTT
        let interface = rule.flatMap { $0.interface.parameters.count > 0 ? $0.interface : nil }
        let (sequences, steps) = (window.sequences, window.steps)
        let prediction = Matrix(rows: batch, columns: network.stateWidth)
        let target = Matrix(rows: batch, columns: network.stateWidth)
        let initial = InitialParameters(
            [network.parameters] + (interface.map { [$0.parameters] } ?? []))
        var times = PartTimes()
        for round in 0...rounds {
            try pausing()
            initial.restore()
            if round == 1 { times = PartTimes() }
            times.begin()
            _ = pass.forward(window.contents, lossScale: sequences.lossScale)
            times.end(.forward)
            pass.stateGradient.copy(from: prediction)
            pass.backward(into: gradients)
            times.end(.backward)
            learner.step(gradientScale: 1 / Double(batch))
            times.end(.step)
            guard let interface else { continue }
            interface.predict(
                pass.finalState, at: steps.upperBound, of: sequences, into: prediction)
            times.end(.predict)
            target.copy(from: pass.stateGradient)
            interface.regress(
                pass.initialState, at: steps.lowerBound, of: sequences, targets: target,
                auxiliaryTargets: prediction)
            _ = interface.step()
            times.end(.train)
        }
        return PartCosts(
            times: times, bytes: learner.bytes + saved.bytes,
            synthesizerBytes: interface.map {
                $0.learner.bytes + $0.workingBytes + prediction.bytes + target.bytes
            })
    }
}
