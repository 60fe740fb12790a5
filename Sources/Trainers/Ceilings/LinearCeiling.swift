import Tensor

/// The best linear prediction of gradients from what a synthesizer may see: a ceiling of linear
/// synthesizers at the present parameters, however they are trained.
///
/// Pairs are dealt out, sequence by sequence or image by image, to four quarters. A ridge regression
/// fitted to two of them is judged by the other two, and the other way round, so that every pair is
/// judged once by a map that never saw it: both ways together are the ceiling. Finite pairs can only
/// make it too low, and where a few of them hold most of the gradient, as late in training, it wants
/// many. The penalty is the one of `penalties` with which a map fitted to the first of the two quarters
/// has the least squared error in the second.
package struct LinearCeiling {
    /// The relative penalties α that are tried.
    package static let penalties = [1e-6, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100]
    /// The parts that pairs are dealt out to.
    package static let parts = 4
    /// How many pairs there should be for every number that is fitted to: half of them are fitted to at
    /// a time, and with four pairs a number least squares has an error about a third too large.
    package static let pairsPerInput = 8

    private var quarters: [PairMoments]
    /// How near a synthesizer's own predictions come, by target; empty without a synthesizer.
    private var synthesizer: [PairAgreement]
    private let state: Int
    private let width: Int

    /// No pairs yet.
    /// - Parameters:
    ///   - state: the number of the inputs, from the first, that an unconditioned synthesizer sees.
    ///   - inputs: the number of all inputs; above `state` for a conditioned synthesizer.
    ///   - width: the number of components of a gradient.
    ///   - targets: how many gradients are to be predicted from the same inputs.
    ///   - isPredicted: whether there are a synthesizer's predictions too.
    package init(state: Int, inputs: Int, width: Int, targets: Int = 1, isPredicted: Bool) {
        (self.state, self.width) = (state, width)
        quarters = (0..<Self.parts).map { _ in
            PairMoments(inputs: inputs, targets: targets * width)
        }
        synthesizer = (0..<targets).map { _ in PairAgreement(width: width) }
        if !isPredicted { synthesizer = [] }
    }

    /// Adds pairs.
    /// - Parameters:
    ///   - inputs: what a synthesizer sees, (rows, inputs).
    ///   - gradients: the gradients to be predicted, (rows, width) each.
    ///   - prediction: the synthesizer's own, (rows, width).
    ///   - first: the number of the first row's sequence or image; the next row is of the next.
    package mutating func add(
        _ inputs: Matrix, _ gradients: [Matrix], prediction: Matrix?, first: Int
    ) {
        for part in quarters.indices {
            let rows = (0..<inputs.rows).filter { (first + $0) % Self.parts == part }
            quarters[part].add(inputs, gradients, rows: rows)
        }
        guard let prediction else { return }
        for index in synthesizer.indices { synthesizer[index].add(prediction, gradients[index]) }
    }

    /// The ceiling of one of the gradients, with the synthesizer's own agreement beside it.
    package func judged(_ target: Int = 0) -> GradientCeiling { judged(target) {} }

    /// The ceiling of one of the gradients, unless something ends the measurement.
    /// - Parameter pausing: called between fits; what it throws ends the measurement.
    package func judged(
        _ target: Int, pausing: () throws -> Void
    ) rethrows -> GradientCeiling {
        let inputs = quarters[0].inputs
        return GradientCeiling(
            state: try ceiling(state, target, pausing),
            conditioned: inputs > state ? try ceiling(inputs, target, pausing) : nil,
            synthesizer: synthesizer.isEmpty ? nil : synthesizer[target])
    }

    /// The predictions of maps of the first inputs, each judged by the half it was not fitted to; nil
    /// where a quarter is empty.
    private func ceiling(
        _ inputs: Int, _ target: Int, _ pausing: () throws -> Void
    ) rethrows -> PairAgreement? {
        guard quarters.allSatisfy({ $0.count > 0 }) else { return nil }
        let targets = target * width..<(target + 1) * width
        var sum: PairAgreement?
        for (trial, check, judges) in [(0, 1, (2, 3)), (2, 3, (0, 1))] {
            var best: (penalty: Double, error: Double)?
            for penalty in Self.penalties {
                try pausing()
                let map = RidgeRegression(
                    quarters[trial], inputs: inputs, targets: targets, penalty: penalty)
                guard let error = map?.agreement(with: quarters[check]).error else { continue }
                if error < best?.error ?? .infinity { best = (penalty, error) }
            }
            try pausing()
            guard let best,
                let map = RidgeRegression(
                    quarters[trial] + quarters[check], inputs: inputs, targets: targets,
                    penalty: best.penalty)
            else { return nil }
            let judged = map.agreement(with: quarters[judges.0] + quarters[judges.1])
            sum = sum.map { $0 + judged } ?? judged
        }
        return sum
    }
}

/// How near the best linear predictions of a gradient come to it, and a synthesizer's own, over the
/// same pairs. NaN where there is nothing to measure.
package struct GradientCeiling: Sendable {
    /// Cosine and R² of the best linear prediction from the state, or the layer's output, alone.
    package var cosine = Double.nan
    package var explained = Double.nan
    /// The same from all that a conditioned synthesizer sees.
    package var conditionedCosine = Double.nan
    package var conditionedExplained = Double.nan
    /// The same of the synthesizer's own predictions.
    package var synthesizerCosine = Double.nan
    package var synthesizerExplained = Double.nan

    /// Nothing measured yet.
    package init() {}

    fileprivate init(
        state: PairAgreement?, conditioned: PairAgreement?, synthesizer: PairAgreement?
    ) {
        (cosine, explained) = (state?.cosine ?? .nan, state?.explained ?? .nan)
        conditionedCosine = conditioned?.cosine ?? .nan
        conditionedExplained = conditioned?.explained ?? .nan
        synthesizerCosine = synthesizer?.cosine ?? .nan
        synthesizerExplained = synthesizer?.explained ?? .nan
    }
}

extension GradientCeiling: Resumable {
    private static var values: [WritableKeyPath<GradientCeiling, Double>] {
        [
            \.cosine, \.explained, \.conditionedCosine, \.conditionedExplained,
            \.synthesizerCosine, \.synthesizerExplained,
        ]
    }

    /// Transfers every measured number.
    package mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        let places = Self.values
        var values = places.map { self[keyPath: $0] }
        try state.reals("values", &values, count: places.count)
        for (place, value) in zip(places, values) { self[keyPath: place] = value }
    }
}
