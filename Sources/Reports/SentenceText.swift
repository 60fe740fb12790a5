import Sweeps
import Vocabulary

/// A sentence with its numbers filled in.
struct SentenceText {
    private let sentence: Sentence
    private let results: SweepResults

    init(_ sentence: Sentence, _ results: SweepResults) {
        self.sentence = sentence
        self.results = results
    }

    /// The sentence at each place, with numbers, on the axes that it does not name.
    var blocks: [PageBlock] {
        let named = sentence.means.flatMap { $0.places.map(\.setting) }
        let strata = results.strata(besides: named)
        let filled = strata.filter { stratum in
            sentence.means.contains { Self.hasValue($0, results, in: stratum) }
        }
        guard !filled.isEmpty || sentence.means.isEmpty else {
            let labels = sentence.means.map(\.quantity.label).joined(separator: ", ")
            return [.prose(["Not measured: \(labels)."])]
        }
        return results.distinct(filled) { stratum in
            sentence.means.flatMap { Self.cells(of: $0, results, in: stratum) }
        }.map { stratum, same in
            let axes = stratum.filter { results.values(of: $0.key).count > 1 }
            let place = axes.isEmpty ? "" : "At \(description(of: axes)): "
            let text = sentence.parts.map { words(of: $0, in: stratum) }.joined()
            return .prose([place + text], remarks: results.note(onRepeated: same))
        }
    }

    private static func hasValue(
        _ mean: Mean, _ results: SweepResults, in stratum: SweepResults.Place
    ) -> Bool {
        cells(of: mean, results, in: stratum).contains {
            !results.value(of: mean.quantity, in: $0).isNaN
        }
    }

    private static func cells(
        of mean: Mean, _ results: SweepResults, in stratum: SweepResults.Place
    ) -> [Int] {
        let place = mean.places.reduce(into: stratum) { $0[$1.setting] = $1.value }
        return results.cells(at: place)
    }

    private func words(of part: any SentencePart, in stratum: SweepResults.Place) -> String {
        guard let mean = part as? Mean else { return part as? String ?? "" }
        let cells = Self.cells(of: mean, results, in: stratum)
        let units = results.units(of: mean.quantity, in: cells)
        guard units.count == 1 else { return "(in \(units.joined(separator: " and ")))" }
        // A seed's cells are averaged first: the spread is that over seeds.
        let seeds = results.values(of: .seed).map { seed in
            Summary(
                Self.cells(of: mean, results, in: stratum.merging([.seed: seed]) { $1 })
                    .map { results.value(of: mean.quantity, in: $0) }
            ).mean
        }
        let summary = Summary(seeds)
        guard summary.count > 0 else { return mean.otherwise }
        let digits = mean.quantity.digits
        let spread = fixed(summary.standardDeviation, digits)
        let isSpread = summary.count > 1 && spread != fixed(0, digits)
        let unit = Quantity.bracketed(units[0], ("", ""))
        let some =
            summary.count < seeds.count ? " (in \(summary.count) of \(seeds.count) seeds)" : ""
        return mean.phrase.replacing(
            "#", with: fixed(summary.mean, digits) + (isSpread ? " ± \(spread)" : "") + unit + some)
    }
}
