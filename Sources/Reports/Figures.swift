import Sweeps
import Vocabulary

/// The figures of a report.
struct Figures {
    /// A figure of the report, by its file's name.
    struct Planned {
        /// The place of its curve among the report's items.
        let item: Int
        let name: String
        let figure: Figure
    }

    /// A figure as the page speaks of it.
    struct Drawn {
        let item: Int
        let name: String
        /// The reason that it was not drawn; nil when it was.
        let fault: String?
        /// The drawing, for pages that hold it themselves.
        var svg: [UInt8]?
    }

    let planned: [Planned]

    /// The figures of every curve: one for each value of the axes that it does not show, and for
    /// each unit that its quantity was measured in. No two have one name, also where capitals and
    /// small letters are the same.
    init(_ plan: Plan, _ results: SweepResults) {
        var planned: [Planned] = []
        var taken: Set<String> = []
        var curves: Set<String> = []
        for (item, part) in plan.experiment.report.enumerated() {
            guard case .curve(let curve) = part else { continue }
            // Another curve of the same measure is told from the first by its axes.
            let isFirst = curves.insert(curve.quantity.name).inserted
            let axes = isFirst ? "" : "-by_\(curve.lines)-per_\(curve.figures)"
            let variables = results.variables(of: curve.quantity.name)
                .filter { $0.coordinate != nil }.map(Optional.some)
            for variable in variables.isEmpty ? [nil] : variables {
                for stratum in results.strata(besides: [curve.lines, curve.figures]) {
                    let place = stratum.keys.sorted { $0.word < $1.word }.map {
                        "-\($0)_\(stratum[$0]?.description ?? "")"
                    }
                    let text = (variable?.name ?? curve.quantity.name) + axes + place.joined()
                    var name = readableFileName(text, limit: 120)
                    var number = 2
                    while !taken.insert(name.lowercased()).inserted {
                        name = readableFileName(text, limit: 120) + "-\(number)"
                        number += 1
                    }
                    let figure = Figure(
                        curve: curve, variable: variable, stratum: stratum, results: results)
                    planned.append(Planned(item: item, name: name + ".svg", figure: figure))
                }
            }
        }
        self.planned = planned
    }
}
