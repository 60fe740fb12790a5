import Sweeps
import Vocabulary

/// The figures of a report.
struct Figures {
    /// A figure of the report, by its file's name.
    struct Planned {
        /// The place of its declaration among the report's items.
        let item: Int
        /// The name of its file, an SVG.
        let name: String
        /// Its place on the axes that it does not show.
        let place: SweepResults.Place
        let figure: any Figure
    }

    /// A figure as the page speaks of it.
    struct Drawn {
        let planned: Planned
        /// The reason that it was not drawn; nil when it was.
        let fault: String?
        /// The drawing, for pages that hold it themselves.
        var svg: [UInt8]?
        /// The reason that there is no PNG beside the SVG.
        var imageFault: String?
    }

    let planned: [Planned]

    /// The figures of every item: one for each value of the axes that it does not show, and for each
    /// unit that a curve's quantity was measured in. No two have one name, also where capitals and
    /// small letters are the same.
    init(_ plan: Plan, _ results: SweepResults) {
        var planned: [Planned] = []
        var taken: Set<String> = []
        var owners: [String: Int] = [:]
        for (item, part) in plan.experiment.report.enumerated() {
            let (shown, figures): ([SettingName], [(String, Drawing)]) =
                switch part {
                case .curve(let curve): (curve.shown, Self.figures(of: curve, results))
                case .figure(let figure): (figure.shown, [Self.figure(of: figure, results)])
                case .note, .table, .overview, .sentence, .claim: ([], [])
                }
            for (plain, figure) in figures {
                // Another figure of the same kind and measure is told from the first by its axes.
                let owner = owners[plain, default: item]
                owners[plain] = owner
                let axes =
                    owner == item
                    ? "" : "-by_\(shown[0])" + shown.dropFirst().map { "-per_\($0)" }.joined()
                for stratum in results.strata(besides: shown) {
                    let place = stratum.keys.sorted { $0.word < $1.word }.map {
                        "-\($0)_\(stratum[$0]?.description ?? "")"
                    }
                    let text = plain + axes + place.joined()
                    var name = readableFileName(text, limit: 120)
                    var number = 2
                    while !taken.insert(name.lowercased()).inserted {
                        name = readableFileName(text, limit: 120) + "-\(number)"
                        number += 1
                    }
                    planned.append(
                        Planned(
                            item: item, name: name + ".svg", place: stratum,
                            figure: figure(stratum)))
                }
            }
        }
        self.planned = planned
    }

    /// Makes the figure at a place on the axes that it does not show.
    private typealias Drawing = (SweepResults.Place) -> any Figure

    private static func figures(
        of curve: Curve, _ results: SweepResults
    ) -> [(String, Drawing)] {
        let variables = results.variables(of: curve.quantity.name)
            .filter { $0.coordinate != nil }.map(Optional.some)
        return (variables.isEmpty ? [nil] : variables).map { variable in
            let kind = curve.across == .trainingTime ? "-over_time" : ""
            return (
                (variable?.name ?? curve.quantity.name) + kind,
                {
                    CurveFigure(curve: curve, variable: variable, stratum: $0, results: results)
                }
            )
        }
    }

    private static func figure(of item: FigureItem, _ results: SweepResults) -> (String, Drawing) {
        switch item {
        case .final(let final):
            (
                "final-\(final.quantity.name)" + (final.isOverTime ? "-over_time" : ""),
                { FinalFigure(final: final, stratum: $0, results: results) }
            )
        case .heatMap(let map):
            (
                "map-\(map.quantity.name)",
                { HeatMapFigure(map: map, stratum: $0, results: results) }
            )
        case .profile(let profile):
            (
                "profile-\(profile.quantities.first?.name ?? "")",
                { ProfileFigure(profile: profile, stratum: $0, results: results) }
            )
        }
    }
}
