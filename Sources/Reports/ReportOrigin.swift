/// The commits that the cells of a report were run by and, where they differ, the machines and
/// instruction sets.
struct ReportOrigin {
    let sentences: [String]

    init(_ results: SweepResults) {
        func counts(_ text: (Int) -> String) -> [(text: String, count: Int)] {
            var counts: [String: Int] = [:]
            for cell in results.distinctCells {
                let text = text(cell)
                if !text.isEmpty { counts[text, default: 0] += 1 }
            }
            return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
        func list(_ counts: [(text: String, count: Int)]) -> String {
            counts.count == 1
                ? counts[0].text
                : counts.map { "\($0.text) in \($0.count)" }.joined(separator: ", ")
        }
        let commits = counts { cell in
            let commit = results.text("git_commit", of: cell).prefix(10)
            let isDirty = results.text("git_dirty", of: cell) == "yes"
            return commit + (isDirty ? " with uncommitted changes" : "")
        }
        var sentences = [
            commits.isEmpty
                ? "Commit: none."
                : "\(commits.count > 1 ? "Commits" : "Commit"): \(list(commits))."
        ]
        let machines = counts { results.text("hostname", of: $0) }
        if machines.count > 1 { sentences.append("Machines: \(list(machines)).") }
        let sets = counts { results.text("instruction_set", of: $0) }
        if sets.count > 1 { sentences.append("Instruction sets: \(list(sets)).") }
        self.sentences = sentences
    }
}
