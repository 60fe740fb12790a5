import Layers
import Optimizers
import Tensor

extension LayerwiseTrainer {
    /// Times the parts of an update of one layer and of the synthesizer on its output: a layer in the
    /// middle or, where there are synthesizers, that with the nearest.
    ///
    /// Every round starts from the same parameters and the same gradient from above, so that no round is
    /// shortened or lengthened by what others have learned. A round before the first is not counted.
    /// The trainer is of no other use afterwards.
    /// - Parameters:
    ///   - x: (B, inputs).
    ///   - condition: what conditioned synthesizers see besides.
    ///   - pausing: called between rounds; what it throws ends the measurement.
    package func timeParts(
        rounds: Int, _ x: Matrix, condition: Matrix, loss: Loss, pausing: () throws -> Void
    ) rethrows -> PartCosts {
        let middle = (network.layers.count - 1) / 2
        let (index, interface) =
            interfaces.enumerated().filter { $1.isTrainable }.min {
                abs($0.element.layer - middle) < abs($1.element.layer - middle)
            }.map { ($0.element.layer, $0.element) } ?? (middle, nil)
        let layer = network.layers[index]
        let learner = learners[index]
        _ = forward(x, condition, .training, loss)
        let gradient = Matrix(rows: network.batch, columns: layer.outputs)
        let above = index + 1..<network.layers.count
        gradient.copy(
            from: above.isEmpty
                ? lossGradient
                : network.backward(above, from: lossGradient, accumulating: false) ?? lossGradient)

        let below = index > 0 ? network.output(of: index - 1) : x
        let initial = InitialParameters(
            [learner.parameters] + (interface.map { [$0.parameters] } ?? []))
        var times = PartTimes()
        for round in 0...rounds {
            try pausing()
            initial.restore()
            if round == 1 { times = PartTimes() }
            times.begin()
            network.forward(index..<index + 1, from: below, .training)
            times.end(.forward)
            network.backward(index..<index + 1, from: gradient, accumulating: true)
            times.end(.backward)
            learner.step(gradientScale: 1 / Double(network.batch))
            times.end(.step)
            guard let interface else { continue }
            interface.predict(network.output(of: index), condition: condition)
            times.end(.predict)
            _ = interface.regress(condition: condition, target: gradient)
            interface.step()
            times.end(.train)
        }

        let saved = Workspace()
        _ = layer.twin(batch: network.batch, in: saved)
        let output = gradient.bytes
        return PartCosts(
            times: times,
            // Its output and the gradient of that.
            bytes: learner.bytes + layer.statistics.flat.bytes + saved.bytes + 2 * output,
            // The target besides.
            synthesizerBytes: interface.map { $0.learner.bytes + $0.workingBytes + output })
    }
}

/// Parameters as they were, to be restored.
struct InitialParameters {
    private let all: [(live: Parameters, copy: Parameters)]

    init(_ parameters: [Parameters]) {
        all = parameters.map { live in
            let copy = live.zerosLike()
            copy.copy(from: live)
            return (live, copy)
        }
    }

    func restore() {
        for (live, copy) in all { live.copy(from: copy) }
    }
}

extension Matrix {
    /// The size of its numbers.
    var bytes: Int { count * MemoryLayout<Float>.stride }
}

extension Learner {
    /// The size of parameters, gradients and moments.
    var bytes: Int {
        state.moments.reduce(parameters.flat.bytes + gradients.flat.bytes) { $0 + $1.flat.bytes }
    }
}
