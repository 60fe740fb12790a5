/// The layers that a feed-forward network is made of.
public enum NetworkKind: String, Choice {
    /// Fully connected layers.
    case dense
    /// Convolutions and, last, a fully connected layer.
    case convolution
}

/// The activation of hidden layers.
public enum ActivationKind: String, Choice {
    /// The rectifier and the hyperbolic tangent.
    case relu, tanh
}

/// The parts of a layered network that take part in an update or not, each by a draw of its own.
public enum UpdateUnit: String, Choice {
    /// The layers between two synthesizers: all of them where there are none.
    case segment
    /// A layer, whatever is between layers.
    case layer
}

/// The optimizers there are.
public enum OptimizerKind: String, Choice {
    /// Adam (Kingma and Ba 2015).
    case adam
    /// Gradient descent with momentum (Polyak 1964).
    case momentum

    /// The settings that are read where this is chosen.
    public var reads: Reads {
        switch self {
        case .adam: []
        case .momentum: [.momentum]
        }
    }
}

/// The lengths of the sequences that are trained on.
public enum LengthDistributionKind: String, Choice {
    /// The curriculum's length.
    case fixed
    /// A length drawn for every batch from the shortest to the curriculum's.
    case uniform
}

/// The unit in which the length of a run and the distances of its measurements are counted.
public enum BudgetUnit: String, Choice {
    /// Steps of the optimizer.
    case updates
    /// Time steps of a sequence lane.
    case timeSteps = "time_steps"
}
