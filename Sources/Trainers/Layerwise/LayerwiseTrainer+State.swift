import Layers
import Optimizers
import Tensor

extension LayerwiseTrainer: Resumable {
    /// Transfers the count of updates and, of the network and every interface, all that is learned.
    package func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try transfer(state, of: network.layers.indices)
    }

    /// Transfers the part of the state that belongs to some layers: what they have learned, the
    /// synthesizers of their outputs' gradients and those of their inputs; to the lowest the count of
    /// updates. The parts of ranges that make up the network are those of the whole.
    package func transfer(
        _ state: StateTransfer, of range: Range<Int>
    ) throws(StateMismatch) {
        if range.lowerBound == 0 { try transferUpdates(state) }
        try state.within("network") { () throws(StateMismatch) in
            try network.transfer(state, learners, of: range)
        }
        for interface in interfaces {
            try state.within("interface_\(interface.layer)") { () throws(StateMismatch) in
                try interface.transfer(
                    state, gradients: range.contains(interface.layer),
                    inputs: range.contains(interface.layer + 1))
            }
        }
    }
}

extension LayerInterface {
    /// Transfers what the synthesizers of gradients and of inputs have learned, where wanted.
    fileprivate func transfer(
        _ state: StateTransfer, gradients: Bool, inputs: Bool
    ) throws(StateMismatch) {
        if gradients { try state.part("synthesizer", of: learner) }
        guard inputs, let input = inputSynthesizer else { return }
        try state.within("input") { () throws(StateMismatch) in
            try input.network.transfer(state, input.learners, of: input.layers.indices)
        }
    }
}

extension FeedForwardNetwork {
    /// Transfers a learner a layer and the running statistics, of the layers in `range`.
    fileprivate func transfer(
        _ state: StateTransfer, _ learners: [Learner], of range: Range<Int>
    ) throws(StateMismatch) {
        for index in range {
            try state.part("layer_\(index)", of: learners[index])
            try state.tensor("statistics_\(index)", layers[index].statistics.flat)
        }
    }
}
