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
            "questions": questions, "hasQuestions": !questions.isEmpty,
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

    /// The questions that claims answer, each with those of the largest size that has any.
    private var questions: [[String: Any]] {
        let all = Set(sizes.flatMap(\.claims).map(\.claim.answers)).subtracting([""])
        return all.sorted().map { question in
            let found = sizes.lazy.map { size in
                (size.size, size.claims.filter { $0.claim.answers == question })
            }.first { !$0.1.isEmpty }
            return [
                "question": question, "size": found?.0.rawValue ?? "",
                "rows": (found?.1 ?? []).map { experiment, claim in
                    let folder = home == nil ? (found?.0.rawValue ?? "") + "/" : ""
                    let row = ClaimRow(
                        claim, isPreliminary: experiment.claims?.isPreliminary == true)
                    return fields(of: row).merging([
                        "quantity": optional(row.quantity), "name": experiment.name,
                        "href": folder + percentEncoded(experiment.page),
                    ]) { $1 }
                },
            ]
        }
    }

    private func fields(
        of experiment: ResultsIndex.FoundSize.Found, in folder: String
    ) -> [String: Any] {
        let rows = experiment.claims?.rows.map(fields) ?? []
        let without = experiment.claims == nil ? "its report has no file of claims" : "no claims"
        let nothing = fields("", without, "undecided", "-", "-")
        return [
            "name": experiment.name, "href": folder + percentEncoded(experiment.page),
            "question": optional(experiment.claims?.question ?? ""),
            "preliminary": optional(experiment.claims?.progress ?? ""),
            "rows": rows.isEmpty ? [nothing] : rows,
        ]
    }

    private func fields(of row: ClaimRow) -> [String: Any] {
        let effect = row.effect ?? (row.isCompared ? "on its page" : "-")
        return fields(row.words, row.verdict, row.kind, effect, row.isCompared ? row.seeds : "-")
    }

    private func fields(
        _ claim: String, _ verdict: String, _ kind: String, _ effect: String, _ seeds: String
    ) -> [String: Any] {
        [
            "claim": claim, "verdict": verdict, "kind": kind, "mark": Verdict.mark(ofKind: kind),
            "effect": effect, "seeds": seeds,
        ]
    }
}
