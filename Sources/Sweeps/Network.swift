import Vocabulary

/// The network: `Network(.lstm(units: 64))`.
public struct Network: ExperimentPart {
    /// A kind of network and its settings.
    public struct Kind: Sendable {
        let assignments: [Assignment]

        /// A recurrent network of one cell.
        public static func cell(_ kind: CellKind, units: Int) -> Kind {
            Kind(assignments: [Assignment(.cell, kind), Assignment(.units, units)])
        }

        /// Long short-term memory, with layer normalization where wanted.
        public static func lstm(units: Int, layerNormalized: Bool = false) -> Kind {
            cell(layerNormalized ? .lstmLayerNorm : .lstm, units: units)
        }

        /// The gated recurrent unit.
        public static func gru(units: Int) -> Kind { cell(.gru, units: units) }

        /// The simple recurrent network.
        public static func elman(units: Int) -> Kind { cell(.elman, units: units) }

        /// Fully connected layers, the last of which gives the logits.
        public static func dense(units: Int, depth: Int, batchNormalized: Bool = true) -> Kind {
            layers(.dense, units, depth, batchNormalized)
        }

        /// Convolutions and, last, a fully connected layer.
        public static func convolution(
            channels: Int, depth: Int, batchNormalized: Bool = true
        ) -> Kind {
            layers(.convolution, channels, depth, batchNormalized)
        }

        private static func layers(
            _ kind: NetworkKind, _ units: Int, _ depth: Int, _ batchNormalized: Bool
        ) -> Kind {
            Kind(assignments: [
                Assignment(.network, kind), Assignment(.units, units), Assignment(.depth, depth),
                Assignment(.batchNormalization, batchNormalized),
            ])
        }
    }

    let kind: Kind

    /// The network of that kind in every cell.
    public init(_ kind: Kind) { self.kind = kind }

    /// Adds the settings of the network.
    public func add(to experiment: inout Experiment) { experiment.assignments += kind.assignments }
}

/// The optimizer of the network: `Optimize(.adam(rate: 1e-3), batch: 32)`.
public struct Optimize: ExperimentPart {
    /// An optimizer and its hyper-parameters.
    public struct Kind: Sendable {
        let assignments: [Assignment]

        /// Adam, whose step size is tuned.
        public static var adam: Kind { Kind(assignments: [Assignment(.optimizer, .adam)]) }

        /// Adam with its usual averages.
        public static func adam(rate: Double) -> Kind {
            Kind(assignments: [Assignment(.optimizer, .adam), Assignment(.learningRate, rate)])
        }

        /// Gradient descent with momentum.
        public static func momentum(rate: Double, momentum: Double) -> Kind {
            Kind(assignments: [
                Assignment(.optimizer, .momentum), Assignment(.learningRate, rate),
                Assignment(.momentum, momentum),
            ])
        }
    }

    let kind: Kind
    let batch: Int

    /// An optimizer with batches of so many sequences or images.
    public init(_ kind: Kind, batch: Int) {
        self.kind = kind
        self.batch = batch
    }

    /// Adds the settings of the optimizer, and the batch.
    public func add(to experiment: inout Experiment) {
        experiment.assignments += kind.assignments + [Assignment(.batch, batch)]
    }
}
