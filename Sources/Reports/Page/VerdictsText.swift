import Sweeps
import Vocabulary

/// The verdicts of several experiments on one screen, made of the `claims.json` that lie there.
package enum VerdictsText {
    /// Each claim of some experiments with what came out, experiment by experiment.
    /// - Parameters:
    ///   - root: the folder of all results.
    ///   - names: of experiments, in the order in which they are shown; all that there are where empty.
    /// - Throws: `VerdictsTextError` where none of them has verdicts.
    package static func lines(
        root: String, size: SizeName, names: [String]
    ) throws(VerdictsTextError) -> [String] {
        let found = ResultsIndex.FoundSize(size, root: root)
        let claims = found.experiments.reduce(into: [:]) { $0[$1.name] = $1.claims }
        let chosen =
            names.isEmpty ? found.experiments.map(\.name).filter { claims[$0] != nil } : names
        guard chosen.contains(where: { claims[$0] != nil }) else {
            throw .nothing(names.first, size: size.rawValue, faults: found.faults)
        }
        let isShort = size == .smoke || size == .quick
        var lines = wrapped(
            "Verdicts at size \(size.rawValue)"
                + (isShort ? ", of short sweeps with few values on an axis" : "")
                + "; effects are the first side minus the second, or the first against a constant, with "
                + "95 % intervals")
        for name in chosen { lines += [""] + Self.lines(name, claims[name]?.rows) }
        return lines
    }

    /// An experiment: each claim, and below it what came out.
    private static func lines(_ name: String, _ rows: [ClaimRow]?) -> [String] {
        guard let rows else { return [name.oneLine(limit: 200), "  (no verdicts)"] }
        let compared = rows.filter(\.isCompared)
        let missing = rows.count - compared.count
        var lines = [name.oneLine(limit: 200)]
        if rows.isEmpty { lines.append("  (no claims)") }
        for row in compared {
            lines += wrapped(row.words.oneLine(limit: 400), after: "  ")
            let quantity = row.quantity.isEmpty ? "" : row.quantity + " "
            let effects = row.effects.joined(separator: "; ")
            let effect = effects.isEmpty ? "" : "\(quantity)\(effects), "
            let mark = Verdict.mark(ofKind: row.kind)
            let found = "\(row.verdict): \(effect)\(row.seeds) seeds".oneLine(limit: 600)
            lines += wrapped(found, after: "    \(mark) ")
        }
        if missing > 0 {
            let claims = missing == 1 ? "1 claim is" : "\(missing) claims are"
            lines.append("  (\(claims) not compared at this size)")
        }
        return lines
    }
}

/// A reason that there are no verdicts to show.
package enum VerdictsTextError: Error, Hashable, CustomStringConvertible {
    /// Of this experiment, or of any where it is nil; `faults` says what is wrong with files.
    case nothing(String?, size: String, faults: [String])

    package var description: String {
        switch self {
        case .nothing(let name, let size, let faults):
            "there are no verdicts"
                + (name.map { " of \($0.oneLine(limit: 200))" } ?? "") + " at size \(size)"
                + (faults.isEmpty ? "" : " (\(faults.joined(separator: "; ")))")
        }
    }
}
