/// The recurrent cells there are. A cell added here wants its spec below and its recipe in Presage.
public enum CellKind: String, Choice {
    /// Long short-term memory.
    case lstm
    /// Long short-term memory with layer normalization.
    case lstmLayerNorm = "lstm_layer_norm"
    /// The gated recurrent unit, the minimal gated unit and the simple recurrent network.
    case gru, mgu, elman

    /// The cell's description.
    package var spec: CellSpec {
        switch self {
        case .lstm:
            CellSpec(
                label: "LSTM", source: "Hochreiter and Schmidhuber 1997; Gers et al. 2000",
                reads: [.forgetBias])
        case .lstmLayerNorm:
            CellSpec(
                label: "LSTM with layer normalization", source: "Ba, Kiros and Hinton 2016",
                mixesUnits: true, reads: [.forgetBias])
        case .gru:
            CellSpec(label: "GRU", source: "Cho et al. 2014, reset after the product", reads: [])
        case .mgu:
            CellSpec(
                label: "MGU", source: "Zhou, Wu, Zhang and Zhou 2016", mixesUnits: true, reads: [])
        case .elman: CellSpec(label: "Elman", source: "Elman 1990", reads: [])
        }
    }

    /// The settings that are read where this is chosen.
    public var reads: Reads { Reads(recurrent: spec.reads) }
}

/// A recurrent cell as data.
package struct CellSpec: Hashable, Sendable {
    /// The name in reports.
    package let label: String
    /// The publication: author, year.
    package let source: String
    /// Whether one parameter reaches several hidden units within a step, so that rules which keep
    /// influences unit by unit are not defined.
    package let mixesUnits: Bool
    /// The settings it reads.
    package let reads: SettingSet

    init(label: String, source: String, mixesUnits: Bool = false, reads: SettingSet) {
        self.label = label
        self.source = source
        self.mixesUnits = mixesUnits
        self.reads = reads
    }
}
