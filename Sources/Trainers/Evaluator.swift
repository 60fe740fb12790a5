import Layers
import Tasks
import Tensor

/// Measures a network on sequences it is not trained on; touches neither its gradients nor the state
/// of training.
package final class Evaluator {
    private let pass: WindowPass

    /// - Parameter capacity: steps run at a time; the result does not depend on it.
    package init(network: RecurrentNetwork, batch: Int, capacity: Int = 64, in workspace: Workspace)
    {
        pass = WindowPass(network: network, batch: batch, capacity: capacity, in: workspace)
    }

    /// The mean loss of all scored outputs, bits of cross-entropy or squares, from a state of zeros.
    package func meanLoss(of sequences: SequenceBatch) -> Double {
        meanLoss(of: sequences) {}
    }

    /// The mean loss, unless something ends the measurement.
    /// - Parameter pausing: called between pieces; what it throws ends the measurement.
    package func meanLoss(
        of sequences: SequenceBatch, pausing: () throws -> Void
    ) rethrows -> Double {
        pass.initialState.fill(0)
        var loss = 0.0
        for start in stride(from: 0, to: sequences.steps, by: pass.capacity) {
            try pausing()
            let window = Window(
                sequences, steps: start..<min(start + pass.capacity, sequences.steps))
            loss += pass.forward(window.contents, lossScale: sequences.lossScale)
            pass.initialState.copy(from: pass.finalState)
        }
        let scored = sequences.targets.count { $0 >= 0 }
        return loss * sequences.lossUnits / Double(scored)
    }
}
