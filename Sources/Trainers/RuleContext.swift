import Layers
import Tensor

/// The network, batch, options and memory that a learning rule and the session around it are built
/// for.
package struct RuleContext {
    /// The network to train.
    package let network: RecurrentNetwork
    /// The number of sequences B.
    package let batch: Int
    /// The steps there is room for at a time.
    package let capacity: Int
    /// The options of training.
    package let options: TrainingOptions
    /// The memory that matrices are taken from while a rule and its session are built.
    package let workspace: Workspace

    /// - Parameter capacity: the expected length of a window; the room of a session grows with a
    ///   longer one.
    package init(
        network: RecurrentNetwork, batch: Int, capacity: Int,
        options: TrainingOptions = TrainingOptions(), in workspace: Workspace
    ) {
        self.network = network
        self.batch = batch
        self.capacity = capacity
        self.options = options
        self.workspace = workspace
    }

    /// A matrix of zeros (B, S), a row a sample's state or its gradient.
    func stateMatrix() -> Matrix { workspace.matrix(batch, network.stateWidth) }
}
