import Layers
import Tasks
import Tensor
import Trainers
import Vocabulary

// Ceilings of gradients: how many samples they are measured by, and whether there are enough.

extension Configuration {
    /// The batches of a measurement of ceilings; 0: there is none.
    var ceilingBatches: Int {
        guard reads.contains(.ceilingSamples) else { return 0 }
        return (self[.ceilingSamples] + self[.batch] - 1) / self[.batch]
    }

    /// The characters of a piece of text that gradients are measured on.
    var diagnosedCharacters: Int { self[.diagnosisLength] > 0 ? self[.diagnosisLength] : 100 }

    /// Checks that the pairs of states and gradients are enough for a linear map.
    /// - Throws: `Contradiction.fewPairs`, `.ceilingBeyondData`.
    func checkCeilings(of task: SequenceTask) throws(Contradiction) {
        guard ceilingBatches > 0 else { return }
        let (outputs, steps): (Int, Int)
        switch task {
        case .episodes(let task):
            outputs = task.outputs
            let length = self[.diagnosisLength]
            // Sequences that grow have a boundary at last.
            steps =
                length > 0
                ? task.steps(at: task.level(of: length))
                : max(
                    self[.truncation] + 1,
                    task.steps(at: task.level(of: self[.curriculumStart])))
        case .stream(let task):
            outputs = task.characters
            steps = diagnosedCharacters
            let lane = task.diagnosis(steps: .max).steps
            guard ceilingBatches * steps <= lane else {
                throw .ceilingBeyondData(
                    samples: self[.ceilingSamples], available: lane / steps * self[.batch])
            }
        }
        let boundaries = (steps - 1) / self[.truncation]
        // Within one window there is nothing to predict.
        guard boundaries > 0 else { return }
        let state = self[.cell].type.stateWidth(units: self[.units])
        try checkPairs(inputs: state + Int(conditions(outputs: outputs)), boundaries: boundaries)
    }

    /// Checks that images for ceilings are enough for a linear map, and no more than there are.
    /// - Parameter width: of the widest layer with a synthesizer.
    /// - Throws: `Contradiction.fewPairs`, `.ceilingBeyondData`.
    func checkCeilings(images: Int, width: Int, classes: Int) throws(Contradiction) {
        guard ceilingBatches > 0 else { return }
        let available = images / self[.batch]
        guard ceilingBatches <= available else {
            throw .ceilingBeyondData(
                samples: self[.ceilingSamples], available: available * self[.batch])
        }
        try checkPairs(inputs: width + (seesLabel ? classes : 0), boundaries: 1)
    }

    /// The components of the widest layer output that carries a synthesizer; 0 without one.
    func widestInterface(of shape: ImageShape) -> Int {
        let widths: [Int] =
            switch self[.network] {
            case .dense: [Int](repeating: self[.units], count: self[.depth] - 1)
            case .convolution:
                convolutions(of: shape).map { image, kernel in
                    kernel.outputShape(of: image, channels: self[.units]).features
                }
            }
        return self[.placement].layers(depth: self[.depth]).filter(widths.indices.contains)
            .map { widths[$0] }.max() ?? 0
    }

    private func checkPairs(inputs: Int, boundaries: Int) throws(Contradiction) {
        let pairs = ceilingBatches * self[.batch] * boundaries
        // The intercept is fitted too.
        let wanted = LinearCeiling.pairsPerInput * (inputs + 1)
        guard pairs < wanted else { return }
        throw .fewPairs(
            samples: self[.ceilingSamples], pairs: pairs, inputs: inputs,
            wanted: (wanted + boundaries - 1) / boundaries)
    }
}
