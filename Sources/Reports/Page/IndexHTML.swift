import Mustache
import Sweeps

/// The page that links pages.
struct IndexHTML {
    let title: String
    /// The way to the page above; nil where there is none.
    let home: String?
    let sizes: [ResultsIndex.FoundSize]

    /// The page.
    /// - Throws: what is wrong with the templates.
    func text() throws -> String {
        let faults = sizes.flatMap(\.faults)
        let context: [String: Any] = [
            "title": title, "style": PageStyle.css, "home": optional(home ?? ""),
            "hasFaults": !faults.isEmpty, "faults": faults,
            "sizes": sizes.filter { !$0.experiments.isEmpty }.map { size -> [String: Any] in
                [
                    "id": "size-\(size.size.rawValue)", "size": size.size.rawValue,
                    "experiments": size.experiments.map { experiment -> [String: Any] in
                        fields(of: experiment, in: home == nil ? size.size.rawValue + "/" : "")
                    },
                ]
            },
        ]
        return try PageTemplate.library.get().render(context, withTemplate: "index") ?? ""
    }

    private func fields(
        of experiment: ResultsIndex.FoundSize.Found, in folder: String
    ) -> [String: Any] {
        let rows = experiment.claims.map { file in file.claims.map { row($0, file) } } ?? []
        let without = experiment.claims == nil ? "its report has no file of claims" : "no claims"
        let nothing = fields("", without, "undecided", "-", "-")
        return [
            "name": experiment.name, "href": folder + percentEncoded(experiment.page),
            "question": optional(experiment.claims?.question ?? ""),
            "preliminary": optional(experiment.claims?.progress ?? ""),
            "rows": rows.isEmpty ? [nothing] : rows,
        ]
    }

    /// A claim in one line: of several comparisons how many came out how.
    private func row(_ claim: ClaimsFile.Claim, _ file: ClaimsFile) -> [String: Any] {
        let mark = preliminaryMark(file.isPreliminary)
        let words = "\(claim.identifier): \(claim.statement)"
        let verdicts = claim.comparisons.map(\.verdict)
        guard let first = claim.comparisons.first else {
            return fields(words, "not compared", "undecided", "-", "-")
        }
        guard claim.comparisons.count > 1 else {
            return fields(
                words, first.verdictInWords + mark, first.verdict, first.effectInWords, "\(first.n)"
            )
        }
        var counts: [(word: String, count: Int)] = []
        for verdict in verdicts {
            if let known = counts.firstIndex(where: { $0.word == verdict }) {
                counts[known].count += 1
            } else {
                counts.append((verdict, 1))
            }
        }
        let text =
            counts.count == 1
            ? "\(counts[0].word) in all \(verdicts.count) comparisons"
            : counts.map { "\($0.word) in \($0.count)" }.joined(separator: ", ")
                + " of \(verdicts.count) comparisons"
        let seeds = claim.comparisons.map(\.n)
        let (least, most) = (seeds.min() ?? 0, seeds.max() ?? 0)
        return fields(
            words, text + mark, counts.count == 1 ? counts[0].word : "undecided", "on its page",
            least == most ? "\(least)" : "\(least) to \(most)")
    }

    private func fields(
        _ claim: String, _ verdict: String, _ kind: String, _ effect: String, _ seeds: String
    ) -> [String: Any] {
        let kind = ["supported", "contradicted"].contains(kind) ? kind : "undecided"
        return [
            "claim": claim, "verdict": verdict, "kind": kind, "mark": Verdict.mark(ofKind: kind),
            "effect": effect, "seeds": seeds,
        ]
    }
}
