/// The layers that a feed-forward network is made of.
public enum NetworkKind: String, Choice {
    /// Fully connected layers.
    case dense
    /// Convolutions and, last, a fully connected layer.
    case convolution
}

/// The activation of hidden layers.
public enum ActivationKind: String, Choice {
    case relu, tanh
}

/// The optimizers there are.
public enum OptimizerKind: String, Choice {
    /// Kingma and Ba 2015.
    case adam
    /// Gradient descent with momentum (Polyak 1964).
    case momentum

    public var reads: Reads {
        switch self {
        case .adam: []
        case .momentum: [.momentum]
        }
    }
}

/// The lengths of the sequences that are trained on.
public enum LengthDistributionKind: String, Choice {
    /// The curriculum's.
    case fixed
    /// Drawn for every batch from the shortest to the curriculum's.
    case uniform
}

/// The unit in which the length of a run and the distances of its measurements are counted.
public enum BudgetUnit: String, Choice {
    /// Steps of the optimizer.
    case updates
    /// Time steps of a sequence lane.
    case timeSteps = "time_steps"
}
