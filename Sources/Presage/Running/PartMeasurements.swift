import Layers
import Tensor
import Trainers
import Vocabulary

extension ImageTraining {
    /// The costs of the parts of an update, measured on a network of its own with the initial weights.
    func partCosts(rounds: Int, pausing: () throws -> Void) rethrows -> PartCosts {
        let twin = configuration.layerwiseTrainer(on: task.training.set, in: Workspace())
        let batch = task.batch(0, size: twin.network.batch)
        input.fill(batch)
        return try twin.timeParts(
            rounds: rounds, input.x, condition: input.labels, loss: Self.loss(batch.labels),
            pausing: pausing)
    }
}

extension RecurrentTraining {
    /// The costs of the parts of an update by a window of T steps, measured on a network of its own with
    /// the initial weights.
    func partCosts(rounds: Int, pausing: () throws -> Void) rethrows -> PartCosts {
        let twin = configuration.session(
            configuration.network(
                symbols: network.symbols, values: network.values, outputs: network.outputs),
            in: Workspace())
        // A window with others before and behind it, where there are.
        var sequences = course.sequences(ofSteps: 2 * schedule.truncation + 1)
        // Workers with lanes of their own share those of the text.
        if sequences.batch > twin.batch { sequences = sequences.lanes(0..<twin.batch) }
        let steps = min(schedule.truncation, sequences.steps)
        let start = min(steps, sequences.steps - steps)
        return try twin.timeParts(
            of: Window(sequences, steps: start..<start + steps), rounds: rounds, pausing: pausing)
    }
}

extension SharedTraining {
    /// What the parts of an update cost, where the settings ask for it.
    func timedParts(pausing: () throws -> Void) rethrows -> [Measurement] {
        let rounds = configuration[.timingRounds]
        return rounds > 0 ? try partCosts(rounds: rounds, pausing: pausing).measurements : []
    }
}

extension PartCosts {
    /// Times with their spread, ratios and sizes, each once.
    var measurements: [Measurement] {
        let measured = UpdatePart.allCases.flatMap { part -> [Measurement] in
            guard let median = times.median(of: part),
                let range = times.interquartileRange(of: part)
            else { return [] }
            return [
                Measurement.single(part.quantity, median * 1e6),
                Measurement.single(.spread(of: part.quantity), range * 1e6),
            ]
        }
        func median(_ part: UpdatePart) -> Double { times.median(of: part) ?? 0 }
        let memory = Measurement.single(.layerMemory, Double(bytes))
        guard let synthesizerBytes else { return measured + [memory] }
        let own = median(.forward) + median(.backward) + median(.step)
        let synthesizer = median(.predict) + median(.train)
        return measured + [
            Measurement.single(.synthesizerPerBackward, synthesizer / median(.backward)),
            Measurement.single(.predictionPerBackward, median(.predict) / median(.backward)),
            Measurement.single(.synthesizerShare, synthesizer / (own + synthesizer)),
            memory, Measurement.single(.synthesizerMemory, Double(synthesizerBytes)),
            Measurement.single(
                .synthesizerPerLayerMemory, Double(synthesizerBytes) / Double(bytes)),
        ]
    }
}

extension UpdatePart {
    /// The quantity that its time is.
    fileprivate var quantity: Quantity {
        switch self {
        case .forward: .forwardTime
        case .backward: .backwardTime
        case .step: .stepTime
        case .predict: .synthesizerTime
        case .train: .synthesizerTrainingTime
        }
    }
}
