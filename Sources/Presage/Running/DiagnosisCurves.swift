import Tensor
import Trainers
import Vocabulary

/// The measurements of the true gradients of one run.
struct DiagnosisCurves {
    private let configuration: Configuration
    private var positions: [Int] = []
    private var diagnoses: [GradientDiagnosis] = []

    init(_ configuration: Configuration) { self.configuration = configuration }

    /// How many there are.
    var count: Int { diagnoses.count }

    mutating func record(_ diagnosis: GradientDiagnosis, at position: Int) {
        positions.append(position)
        diagnoses.append(diagnosis)
    }

    /// Curves over the diagnoses; a quantity that was never measured is left out.
    var measurements: [Measurement] {
        guard let first = diagnoses.first, let last = diagnoses.last else { return [] }
        // Diagnoses at positions that are named need not begin and end with training.
        let isUntrained = positions.first == 0
        let isTrained =
            configuration[.diagnoseEvery] > 0 || positions.last == configuration[.budget]
        let coordinate = Coordinate.diagnosis(positions, configuration)
        let curves = Self.curves.map { quantity, value in
            Measurement(
                quantity: quantity, coordinate: coordinate,
                values: diagnoses.map { $0[keyPath: value] })
        }
        return curves.filter { !$0.values.allSatisfy(\.isNaN) }
            + (isUntrained ? [decay(of: first, .untrainedDecay)] : [])
            + (isTrained ? [decay(of: last, .trainedDecay)] : [])
    }

    /// All lags that were measured: sequences may have grown.
    private var lags: Coordinate {
        Coordinate(
            name: "lag", longName: "steps back from the state of the scored step",
            unit: "time steps",
            positions: Set(diagnoses.flatMap(\.lags).map(\.lag)).sorted())
    }

    private func decay(of diagnosis: GradientDiagnosis, _ quantity: Quantity) -> Measurement {
        let norms = Dictionary(uniqueKeysWithValues: diagnosis.lags.map { ($0.lag, $0.norm) })
        return Measurement(
            quantity: quantity, coordinate: lags,
            values: lags.positions.map { norms[$0] ?? .nan })
    }

    private static var curves: [(Quantity, KeyPath<GradientDiagnosis, Double>)] {
        [
            (.trueGradientNorm, \.trueNorm), (.windowGradientNorm, \.windowNorm),
            (.heldOutSyntheticNorm, \.syntheticNorm), (.gradientCosine, \.syntheticCosine),
            (.shareBeyondWindow, \.shareBeyond), (.truncatedCosine, \.truncatedCosine),
            (.boundaryCosine, \.boundaryCosine), (.ruleCosine, \.ruleCosine),
            (.ruleShareMissing, \.ruleShareMissing),
        ] + ceilings
    }

    private static var ceilings: [(Quantity, KeyPath<GradientDiagnosis, Double>)] {
        [
            (.ceilingCosine, \.future.cosine), (.ceilingR2, \.future.explained),
            (.conditionedCeilingCosine, \.future.conditionedCosine),
            (.conditionedCeilingR2, \.future.conditionedExplained),
            (.synthesizerCosine, \.future.synthesizerCosine),
            (.synthesizerR2, \.future.synthesizerExplained),
            (.discountedCeilingCosine, \.discounted.cosine),
            (.discountedCeilingR2, \.discounted.explained),
            (.discountedConditionedCeilingCosine, \.discounted.conditionedCosine),
            (.discountedConditionedCeilingR2, \.discounted.conditionedExplained),
            (.discountedSynthesizerCosine, \.discounted.synthesizerCosine),
            (.discountedSynthesizerR2, \.discounted.synthesizerExplained),
        ]
    }
}

extension DiagnosisCurves: Resumable {
    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.integers("positions", &positions)
        if !state.isSaving { diagnoses = positions.map { _ in GradientDiagnosis() } }
        for index in diagnoses.indices {
            try state.part("diagnosis_\(index)", &diagnoses[index])
        }
    }
}
