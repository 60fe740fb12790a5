import Mustache
import Sweeps
import Vocabulary

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

    /// The questions that claims answer. Each claim comes from the largest size that it is compared at, of
    /// whole sweeps before those that are not at their end.
    private var questions: [[String: Any]] {
        let all = Set(sizes.flatMap(\.claims).compactMap(\.claim.answers))
        return all.sorted().map { question in
            var seen: Set<[String]> = []
            var rows: [[String: Any]] = []
            for isPreliminary in [false, true] {
                for size in sizes {
                    for (found, claim) in size.claims
                    where claim.answers == question && !claim.comparisons.isEmpty
                        && (found.claims?.isPreliminary == true) == isPreliminary
                        && seen.insert([found.name, claim.identifier]).inserted
                    {
                        rows.append(fields(of: claim, found, size.size, isPreliminary))
                    }
                }
            }
            return ["question": question, "rows": rows]
        }
    }

    /// A claim with its experiment and size.
    private func fields(
        of claim: ClaimsFile.Claim, _ found: ResultsIndex.FoundSize.Found, _ size: SizeName,
        _ isPreliminary: Bool
    ) -> [String: Any] {
        let row = ClaimRow(claim, isPreliminary: isPreliminary)
        let folder = home == nil ? size.rawValue + "/" : ""
        return fields(of: row).merging([
            "quantity": optional(row.quantity), "name": "\(found.name), \(size.rawValue)",
            "href": folder + percentEncoded(found.page),
        ]) { $1 }
    }

    private func fields(
        of experiment: ResultsIndex.FoundSize.Found, in folder: String
    ) -> [String: Any] {
        let rows = experiment.claims?.rows.map(fields) ?? []
        let without = experiment.claims == nil ? "Its report has no file of claims." : "No claims."
        return [
            "name": experiment.name, "href": folder + percentEncoded(experiment.page),
            "question": optional(experiment.claims?.question ?? ""),
            "preliminary": optional(experiment.claims?.progress ?? ""),
            "rows": rows, "without": optional(rows.isEmpty ? without : ""),
        ]
    }

    private func fields(of row: ClaimRow) -> [String: Any] {
        let effects =
            row.effects.isEmpty ? [row.isCompared ? "on its page" : "-"] : row.effects
        return [
            "claim": row.words, "verdict": row.verdict, "kind": row.kind,
            "mark": Verdict.mark(ofKind: row.kind), "effects": effects,
            "seeds": row.isCompared ? row.seeds : "-",
        ]
    }
}
