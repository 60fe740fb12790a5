import Layers
import Vocabulary

extension CellKind {
    /// The implementation of the cell.
    var type: any RecurrentCell.Type {
        switch self {
        case .lstm: LSTM.self
        case .lstmLayerNorm: LayerNormLSTM.self
        case .gru: GRU.self
        case .mgu: MinimalGatedUnit.self
        case .elman: Elman.self
        }
    }
}

extension Configuration {
    /// The recurrent network with its initial weights.
    func network(symbols: Int, values: Int, outputs: Int) -> RecurrentNetwork {
        let network = RecurrentNetwork(
            cell: self[.cell].type, symbols: symbols, values: values, units: self[.units],
            outputs: outputs)
        network.initialize(seed: self[.seed], forgetBias: Float(self[.forgetBias]))
        return network
    }
}
