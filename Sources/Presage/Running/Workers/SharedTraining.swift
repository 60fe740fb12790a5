import Tensor

/// A training whose updates workers can take: it evaluates, diagnoses and stores what they have learned.
protocol SharedTraining: Training {
    /// Everything learned, which goes to the workers and comes back.
    var learned: any Resumable & AnyObject { get }

    /// The bytes of the longest message between workers.
    var largestMessage: Int { get }

    /// Takes notice of updates that workers took.
    mutating func noteUpdates(_ count: Int)
}

extension ImageTraining: SharedTraining {
    var learned: any Resumable & AnyObject { trainer }

    var largestMessage: Int {
        let layers = trainer.network.layers
        let widest = layers.map { max($0.inputs, $0.outputs) }.max() ?? 0
        let parameters = layers.reduce(0) { $0 + $1.parameters.count }
        return 4 * max(trainer.network.batch * widest, parameters)
    }

    mutating func noteUpdates(_ count: Int) { batches += count }
}

extension RecurrentTraining: SharedTraining {
    var learned: any Resumable & AnyObject { session }

    var largestMessage: Int {
        let parameters = session.parameters.reduce(0) { $0 + $1.count }
        // What is summed has some counts besides.
        return 4 * max(session.batch * network.stateWidth, parameters + 16)
    }

    mutating func noteUpdates(_ count: Int) { noteSession() }
}
