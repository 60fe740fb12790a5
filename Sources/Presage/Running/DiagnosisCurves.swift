import Sweeps
import Trainers

/// What was measured of the true gradients of one run.
struct DiagnosisCurves {
    private let budgetUnit: String
    private var positions: [Int] = []
    private var diagnoses: [GradientDiagnosis] = []

    init(budgetUnit: String) { self.budgetUnit = budgetUnit }

    mutating func record(_ diagnosis: GradientDiagnosis, at position: Int) {
        positions.append(position)
        diagnoses.append(diagnosis)
    }

    /// Curves over the diagnoses; a quantity that never was is left out.
    var measurements: [Measurement] {
        guard let first = diagnoses.first, let last = diagnoses.last else { return [] }
        let coordinate = Coordinate.diagnosis(positions, unit: budgetUnit)
        let curves = Self.curves.map { variable, value in
            Measurement(
                variable: variable, coordinate: coordinate,
                values: diagnoses.map { $0[keyPath: value] })
        }
        return curves.filter { !$0.values.allSatisfy(\.isNaN) }
            + [
                decay(of: first, "untrained", "before training"),
                decay(of: last, "trained", "at the end of training"),
            ]
    }

    /// All lags that were measured: sequences may have grown.
    private var lags: Coordinate {
        Coordinate(
            variable: Variable(
                name: "lag", longName: "steps back from the state of the scored step",
                units: "time steps"),
            positions: Set(diagnoses.flatMap(\.lags).map(\.lag)).sorted())
    }

    private func decay(
        of diagnosis: GradientDiagnosis, _ suffix: String, _ moment: String
    ) -> Measurement {
        let norms = Dictionary(uniqueKeysWithValues: diagnosis.lags.map { ($0.lag, $0.norm) })
        return Measurement(
            variable: Variable(
                name: "gradient_by_lag_" + suffix,
                longName: "norm of the last scored step's gradient at an earlier state, " + moment,
                units: "nats"),
            coordinate: lags, values: lags.positions.map { norms[$0] ?? .nan })
    }

    private static var curves: [(Variable, KeyPath<GradientDiagnosis, Double>)] {
        [
            (
                Variable(
                    name: Measure.trueGradientNorm.variable,
                    longName: "norm of the true gradient from beyond the boundaries",
                    units: "nats"), \.trueNorm
            ),
            (
                Variable(
                    name: Measure.windowGradientNorm.variable,
                    longName: "norm at the boundaries of the next window's own gradient",
                    units: "nats"), \.windowNorm
            ),
            (
                Variable(
                    name: "held_out_synthetic_gradient_norm",
                    longName: "norm of the synthetic gradient at the boundaries", units: "nats"),
                \.syntheticNorm
            ),
            (
                Variable(
                    name: Measure.gradientCosine.variable,
                    longName: "cosine of the synthetic and the true gradient at the boundaries",
                    units: "1"), \.syntheticCosine
            ),
            (
                Variable(
                    name: Measure.shareBeyondWindow.variable,
                    longName: "|G - G_T|/|G|, G the parameter gradient of full BPTT and G_T of "
                        + "truncated BPTT", units: "1"), \.shareBeyond
            ),
            (
                Variable(
                    name: Measure.truncatedCosine.variable,
                    longName: "cosine of the parameter gradients of truncated and full BPTT",
                    units: "1"), \.truncatedCosine
            ),
            (
                Variable(
                    name: Measure.boundaryCosine.variable,
                    longName:
                        "cosine of the parameter gradients of full BPTT and of windows with scaled "
                        + "synthetic gradients at their ends",
                    units: "1"), \.boundaryCosine
            ),
        ]
    }
}
