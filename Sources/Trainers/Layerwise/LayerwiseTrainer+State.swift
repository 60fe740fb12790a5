import Layers
import Optimizers
import Tensor

extension LayerwiseTrainer: Resumable {
    /// Transfers the count of updates and, of the network and every interface, all that is learned.
    package func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try transferUpdates(state)
        try state.within("network") { () throws(StateMismatch) in
            try network.transfer(state, learners)
        }
        for interface in interfaces {
            try state.part("interface_\(interface.layer)", of: interface)
        }
    }
}

extension LayerInterface: Resumable {
    /// Transfers what the synthesizers of gradients and of inputs have learned.
    package func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.part("synthesizer", of: learner)
        guard let input = inputSynthesizer else { return }
        try state.within("input") { () throws(StateMismatch) in
            try input.network.transfer(state, input.learners)
        }
    }
}

extension FeedForwardNetwork {
    /// Transfers a learner a layer and the running statistics.
    fileprivate func transfer(
        _ state: StateTransfer, _ learners: [Learner]
    ) throws(StateMismatch) {
        for (index, (layer, learner)) in zip(layers, learners).enumerated() {
            try state.part("layer_\(index)", of: learner)
            try state.tensor("statistics_\(index)", layer.statistics.flat)
        }
    }
}
