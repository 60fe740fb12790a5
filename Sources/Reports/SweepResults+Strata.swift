import Sweeps
import Vocabulary

extension SweepResults {
    /// The places with runs of their own, each with the later ones that have the same runs: settings in
    /// which these differ are not read there.
    /// - Parameter cells: those that are shown of a place.
    func distinct(
        _ places: [Place], showing cells: (Place) -> [Int]
    ) -> [(place: Place, same: [Place])] {
        var found: [(place: Place, same: [Place])] = []
        var known: [[String]: Int] = [:]
        for place in places {
            let cells = cells(place)
            let names = cells.map { text("cell_id", of: $0) }
            if !names.contains(""), let first = known[names] {
                found[first].same.append(place)
            } else {
                known[names] = found.count
                found.append((place, []))
            }
        }
        return found
    }

    /// A line that says where else the runs are that have been shown; none where nowhere.
    func note(onRepeated places: [Place]) -> [String] {
        guard !places.isEmpty else { return [] }
        let shown = places.prefix(20).map { description(of: $0) }.joined(separator: "; ")
        let more = places.count > 20 ? "; and at \(places.count - 20) more places" : ""
        return ["(The same runs at \(shown)\(more).)"]
    }
}
