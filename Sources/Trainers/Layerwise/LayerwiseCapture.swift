import Layers
import Optimizers
import Tensor

// One update of a feed-forward network: what lies at layer i under `layer_i/`, what belongs to the
// interface on its output under `interface_i/`, that interface's input synthesizer under
// `interface_i/input/`, its layers again `layer_j/`.

extension WindowCapture {
    /// The update after its forward and before its backward.
    /// - Parameters:
    ///   - drawn: for every segment, whether it takes part.
    ///   - layers: the same for every layer.
    ///   - loss: Σ ℓ.
    init(
        _ trainer: LayerwiseTrainer, _ x: Matrix, _ condition: Matrix, _ drawn: [Bool],
        layers: [Bool], loss: Double
    ) {
        self.init()
        add(x, ["sample", "feature"], as: "inputs")
        add(condition, ["sample", "class"], as: "condition")
        add(loss / Double(x.rows), as: "loss")
        note("depth", trainer.network.layers.count)
        note("placement", trainer.interfaces.map { String($0.layer) }.joined(separator: " "))
        note("drawn", drawn.map { $0 ? "yes" : "no" }.joined(separator: " "))
        note("drawn_layers", layers.map { $0 ? "yes" : "no" }.joined(separator: " "))
        note("sg_scale", trainer.options.sgScale)
        note("layer_mixing", trainer.options.mixing)
        note("sg_applied", trainer.isApplied)
        note(trainer.learners[0].optimizer)
        for (index, layer) in trainer.network.layers.enumerated() {
            let name = "layer_\(index)"
            add(layer, trainer.learners[index], as: name, prefix: name)
            add(
                trainer.network.output(of: index), ["sample", "feature"], as: name + "/output")
        }
        for interface in trainer.interfaces {
            let name = Self.name(interface)
            add(
                interface.prediction, ["sample", "state"], as: name + "/synthetic_gradient")
            add(interface.learner, under: name + "/", facts: name + "_")
            note(name + "_conditioned", interface.isConditioned)
            note(name + "_sees_output", interface.seesOutput)
            note(name + "_steps", interface.stepsPerUpdate)
            if let feedback = interface.feedback {
                add(feedback.weights, ["class", "state"], as: name + "/feedback")
            }
            guard let input = interface.inputSynthesizer else { continue }
            add(input.prediction, ["sample", "feature"], as: name + "/input/prediction")
            note(name + "_input_layers", input.layers.count)
            for (index, layer) in input.layers.enumerated() {
                add(
                    layer, input.learners[index], as: name + "/input/layer_\(index)",
                    prefix: name + "_input_layer_\(index)")
            }
        }
    }

    private static func name(_ interface: LayerInterface) -> String {
        "interface_\(interface.layer)"
    }

    /// A layer before the step, and what kind it is.
    private mutating func add(
        _ layer: any FeedForwardLayer, _ learner: Learner, as path: String, prefix: String
    ) {
        add(learner, under: path + "/", facts: prefix + "_")
        note(prefix + "_activation", layer.style.activation.rawValue)
        note(prefix + "_norm", layer.style.isBatchNormalized)
        guard let convolution = layer as? ConvolutionLayer else { return }
        note(prefix + "_channels", convolution.shape.channels)
        note(prefix + "_height", convolution.shape.height)
        note(prefix + "_width", convolution.shape.width)
        note(prefix + "_size", convolution.kernel.size)
        note(prefix + "_stride", convolution.kernel.stride)
        note(prefix + "_padding", convolution.kernel.padding)
    }

    /// The gradients of the segments that took part, before their steps.
    mutating func recordGradients(
        _ trainer: LayerwiseTrainer, _ losses: [Double?], _ inputLosses: [Double?]
    ) {
        for (index, layer) in trainer.network.layers.enumerated() {
            add(
                layer.gradients, as: "layer_\(index)/gradients",
                scaledBy: 1 / Float(trainer.network.batch))
        }
        for (index, interface) in trainer.interfaces.enumerated() {
            let name = Self.name(interface)
            if let loss = losses[index] {
                add(trainer.targets[index], ["sample", "state"], as: name + "/target")
                add(loss, as: name + "/loss")
                add(interface.learner.gradients, as: name + "/gradients")
            }
            if let loss = inputLosses[index], let input = interface.inputSynthesizer {
                add(loss, as: name + "/input/loss")
                for (index, layer) in input.layers.enumerated() {
                    add(layer.gradients, as: name + "/input/layer_\(index)/gradients")
                }
            }
        }
    }

    mutating func finish(_ trainer: LayerwiseTrainer) {
        for (index, layer) in trainer.network.layers.enumerated() {
            add(layer.parameters, as: "layer_\(index)/parameters_after")
        }
        for interface in trainer.interfaces {
            let name = Self.name(interface)
            add(interface.parameters, as: name + "/parameters_after")
            for (index, layer) in (interface.inputSynthesizer?.layers ?? []).enumerated() {
                add(layer.parameters, as: name + "/input/layer_\(index)/parameters_after")
            }
        }
    }
}
