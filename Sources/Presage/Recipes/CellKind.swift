import Layers

/// The cells that the setting `cell` names.
enum CellKind: String, CaseIterable, Sendable {
    case lstm
    case lstmLayerNorm = "lstm_layer_norm"
    case gru
    case elman

    /// The implementation of the cell.
    var type: any RecurrentCell.Type {
        switch self {
        case .lstm: LSTM.self
        case .lstmLayerNorm: LayerNormLSTM.self
        case .gru: GRU.self
        case .elman: Elman.self
        }
    }
}
