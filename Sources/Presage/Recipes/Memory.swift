import Foundation
import Layers
import Tasks
import Tensor
import Vocabulary

/// A part of what a run holds in memory, with the settings that make it large.
private struct MemoryPart {
    /// The size in float32 numbers, of which products overflow no `Double`.
    let numbers: Double
    let settings: [SettingName]

    init(_ numbers: Double, _ settings: SettingName...) {
        self.numbers = numbers
        self.settings = settings
    }
}

extension Configuration {
    /// Checks that a run on these sequences can be held in the memory of this machine: roughly, and
    /// before a byte of it is taken.
    /// - Throws: `Contradiction.tooLarge` naming the settings of the largest part.
    func checkMemory(of task: SequenceTask) throws(Contradiction) {
        let (inputs, outputs, steps): (Int, Int, Int)
        switch task {
        case .episodes(let task):
            (inputs, outputs) = (task.inputs + task.valueChannels, task.outputs)
            steps = task.steps(at: task.level(of: self[.curriculumStart]))
        case .stream(let task):
            (inputs, outputs) = (task.characters, task.characters)
            steps = (task.corpus.training.count - 1) / self[.batch]
        }
        try check(recurrentParts(inputs: inputs, outputs: outputs, steps: steps) + storedParts)
    }

    /// Checks that a run on images of that shape can be held in the memory of this machine.
    /// - Throws: `Contradiction.tooLarge` naming the settings of the largest part.
    func checkMemory(
        of shape: ImageShape, classes: Int, _ counts: ImageCounts
    ) throws(Contradiction) {
        // Single precision, and double while they are drawn.
        func part(_ count: Int, _ setting: SettingName) -> MemoryPart {
            MemoryPart(3 * Double(count) * Double(shape.features), setting)
        }
        try check(
            layeredParts(of: shape, classes: classes) + storedParts + [
                part(counts.training, .trainSize), part(counts.validation, .validationSize),
                part(counts.test, .testSize),
            ])
    }

    private func check(_ parts: [MemoryPart]) throws(Contradiction) {
        // Every worker holds what the cell's own process does.
        let bytes = 4 * Double(1 + self[.workers]) * parts.reduce(0) { $0 + $1.numbers }
        let available = Double(ProcessInfo.processInfo.physicalMemory)
        guard bytes > available,
            let largest = parts.max(by: { $0.numbers < $1.numbers })
        else { return }
        throw .tooLarge(
            largest.settings.map { Assignment($0, value(of: $0)) },
            gibibytes: Int((bytes / 0x1p30).rounded(.up)), limit: Int(available / 0x1p30))
    }

    /// What every run keeps until its end: the points of its curves.
    private var storedParts: [MemoryPart] {
        func points(_ distance: SettingName, width: Double) -> MemoryPart {
            guard case .integer(let every) = value(of: distance), every > 0 else {
                return MemoryPart(0)
            }
            return MemoryPart(
                width * Double(self[.budget]) / Double(every), .budget, distance)
        }
        // Numbers of 8 bytes, about ten curves; evaluations in between are kept for texts alone.
        return [
            points(.recordEvery, width: 20), points(.diagnoseEvery, width: 40),
            self[.task].spec.form == .stream
                ? points(.evaluateEvery, width: 4) : MemoryPart(0),
        ]
    }
}

// A recurrent network in training.
extension Configuration {
    /// - Parameter steps: of the first sequences.
    private func recurrentParts(inputs: Int, outputs: Int, steps: Int) -> [MemoryPart] {
        let cell = self[.cell].type
        let (batch, units) = (Double(self[.batch]), Double(self[.units]))
        let state = Double(cell.facts.statesPerUnit) * units
        let gates = Double(cell.facts.gates) * units
        let parameters =
            Double(inputs) * gates + units * gates + 3 * gates + (units + 1) * Double(outputs)
        let isMeasured = isDiagnosed
        // Measurements train a network of their own, and two more by other rules.
        let sessions = isMeasured ? 4.0 : 1
        // Per step and sample: states, gates, gradients of both, outputs, and what some cells keep.
        let row = 2 * state + 5 * gates + 2 * units + 2 * Double(outputs)
        let longest = isMeasured ? max(steps, diagnosedSteps) : steps
        let window = Double(min(windowSteps(of: steps), max(64, longest)))
        return [
            MemoryPart(parameters * (4 * sessions + 2), .units),
            MemoryPart(window * batch * row * sessions, .batch, windowLength, .units),
            // Held-out sequences and those that gradients are looked ahead on go 64 steps at a time.
            MemoryPart(2 * Double(min(64, longest)) * batch * row, .batch, .units),
            MemoryPart(
                isMeasured ? Double(diagnosedSteps) * batch * row * 2 : 0, .batch,
                .diagnosisLength, .units),
            MemoryPart(
                isMeasured ? Double(self[.truncation]) * batch * row * 2 : 0, .batch, .truncation,
                .units),
            // Symbols and targets, and a copy where they are padded.
            MemoryPart(4 * Double(max(longest, paddedSteps)) * batch, .batch, .truncation),
            synthesizerPart(state: state, outputs: Double(outputs), sessions: sessions),
            ceilingPart(
                inputs: state + conditions(outputs: outputs), width: 2 * state,
                pairs: Double(diagnosedSteps / self[.truncation] + 1)),
            MemoryPart(
                Double(self[.capture])
                    * (4 * parameters + window * batch * (row + Double(inputs))),
                .capture, .batch, .units),
        ]
    }

    /// The setting that limits the length of a window.
    private var windowLength: SettingName {
        self[.method].recurrent?.spec.pace == .sequence ? .curriculumStart : .truncation
    }

    /// The length of a window of sequences of so many steps.
    private func windowSteps(of steps: Int) -> Int {
        switch self[.method].recurrent?.spec.pace {
        case .step, nil: 1
        case .sequence: steps
        case .window:
            paddedSteps > 0 ? schedule.truncation : min(schedule.truncation, steps)
        }
    }

    /// The steps that a short remainder is made up to; 0 where it stays short.
    private var paddedSteps: Int {
        guard reads.contains(.remainder) else { return 0 }
        switch self[.remainder] {
        case .first, .last: return 0
        case .masked: return schedule.truncation
        }
    }

    /// The steps of the sequences that gradients are measured on; never more than are trained on
    /// where no length is given.
    private var diagnosedSteps: Int {
        self[.diagnosisLength] > 0 ? 3 * self[.diagnosisLength] : 100
    }

    private func synthesizerPart(
        state: Double, outputs: Double, sessions: Double
    ) -> MemoryPart {
        guard let kind = self[.method].synthesizer else { return MemoryPart(0) }
        let isConditioned = self[.method].options.contains(.conditioned)
        return synthesizerPart(
            kind, inputs: state + conditions(outputs: Int(outputs)), width: state,
            sessions: sessions, regressions: keptRegressions,
            also: isConditioned
                ? [self[.conditionSteps] > 0 ? .conditionSteps : .truncation] : [])
    }
}

extension Configuration {
    /// The regressions of a window that are kept to be repeated: at its ends, or at every state.
    private var keptRegressions: Double {
        guard self[.synthesizerSteps] > 1 else { return 0 }
        return self[.mixingLambda] < 1 ? Double(self[.truncation] + 1) : 2
    }
}

// Synthesizers, of either family.
extension Configuration {
    /// The components of what a conditioned synthesizer of a recurrent network sees besides the state.
    func conditions(outputs: Int) -> Double {
        guard self[.method].options.contains(.conditioned) else { return 0 }
        let steps = self[.conditionSteps] > 0 ? self[.conditionSteps] : self[.truncation]
        return Double(steps) * Double(outputs)
    }

    /// What ceilings of gradients are measured with: moments of four parts of the pairs and of their
    /// sums, a factor and a solution, in numbers of 8 bytes, and the pairs of a batch.
    /// - Parameters:
    ///   - inputs: of what is predicted from.
    ///   - width: of all that is predicted.
    ///   - pairs: of a sample.
    private func ceilingPart(inputs: Double, width: Double, pairs: Double) -> MemoryPart {
        guard reads.contains(.ceilingSamples), self[.ceilingSamples] > 0 else {
            return MemoryPart(0)
        }
        return MemoryPart(
            2 * 8 * inputs * (inputs + width) + Double(self[.batch]) * pairs * (inputs + width),
            .ceilingSamples, .units)
    }

    private func synthesizerPart(
        _ kind: SynthesizerKind, inputs: Double, width: Double, sessions: Double,
        regressions: Double = 0, also: [SettingName] = []
    ) -> MemoryPart {
        let batch = Double(self[.batch])
        let heads = self[.method].options.contains(.auxiliary) ? 2.0 : 1
        let hidden = Double(self[.synthesizerHidden])
        let layers = Double(self[.synthesizerLayers])
        let mlp =
            inputs * hidden + (layers - 1) * hidden * hidden + heads * hidden * width
            + 4 * layers * hidden
        let (parameters, activations, settings): (Double, Double, [SettingName]) =
            switch kind {
            case .zero: (0, 0, [.units])
            case .constant: (width, 0, [.units])
            case .linear: (heads * inputs * width, 0, [.units])
            case .mlp:
                (mlp, 4 * layers * hidden, [.synthesizerHidden, .synthesizerLayers, .units])
            case .mlpSkip:
                (
                    mlp + inputs * width, 4 * layers * hidden,
                    [.synthesizerHidden, .synthesizerLayers, .units]
                )
            }
        // Parameters, gradients, two averages of the optimizer and a frozen copy.
        return MemoryPart(
            sessions
                * (5 * parameters + batch * (activations + 2 * inputs + 6 * width)
                    + batch * regressions * (inputs + 2 * width)),
            settings: settings + also + [.batch])
    }
}

extension MemoryPart {
    fileprivate init(_ numbers: Double, settings: [SettingName]) {
        self.numbers = numbers
        self.settings = settings
    }
}

// A feed-forward network in training.
extension Configuration {
    private func layeredParts(of shape: ImageShape, classes: Int) -> [MemoryPart] {
        let batch = Double(self[.batch])
        var (parameters, activations) = (0.0, Double(shape.features + classes))
        var widths: [Double] = [Double(shape.features)]
        switch self[.network] {
        case .dense:
            widths += [Double](repeating: Double(self[.units]), count: self[.depth] - 1)
        case .convolution:
            for (image, kernel) in convolutions(of: shape) {
                let output = kernel.outputShape(of: image, channels: self[.units])
                let pixels = Double(output.height * output.width)
                let patch = Double(kernel.size * kernel.size * image.channels)
                parameters += patch * Double(self[.units])
                activations += 2 * pixels * patch
                widths.append(Double(output.features))
            }
        }
        switch self[.network] {
        case .dense: parameters += zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        case .convolution: break
        }
        parameters += (widths.last ?? 0) * Double(classes)
        activations += 6 * widths.reduce(0, +)
        let depthSettings: [SettingName] = [.units, .depth]
        var parts = [
            MemoryPart(5 * parameters, settings: depthSettings),
            MemoryPart(batch * activations, settings: [.batch] + depthSettings),
            MemoryPart(
                Double(self[.capture]) * (4 * parameters + 2 * batch * activations),
                settings: [.capture, .batch] + depthSettings),
        ]
        let layers = interfaceLayers(depth: self[.depth]).filter { $0 + 1 < widths.count }
        for layer in layers {
            let width = widths[layer + 1]
            parts.append(ceilingPart(inputs: width + Double(classes), width: width, pairs: 1))
            parts.append(
                synthesizerPart(
                    layeredSynthesizer, inputs: width + Double(classes), width: width, sessions: 1,
                    also: [.placement]))
            if self[.method].layered == .directFeedback {
                parts.append(MemoryPart(Double(classes) * width, settings: depthSettings))
            }
            switch self[.inputSynthesizer] {
            case .none: break
            case .linear:
                parts.append(
                    synthesizerPart(
                        .linear, inputs: Double(shape.features), width: width, sessions: 1))
            case .mlp:
                parts.append(
                    synthesizerPart(
                        .mlp, inputs: Double(shape.features), width: width, sessions: 1))
            }
        }
        return parts
    }
}
