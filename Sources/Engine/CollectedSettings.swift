import Store
import Vocabulary

/// The settings of collected cells: whole as JSON, and those in which cells differ one by one.
struct CollectedSettings {
    /// The settings that have no variable: those of the axes.
    private let axes: [SettingName]
    private var configurations: [(canonical: Configuration, reads: SettingSet)] = []
    /// The settings of each cell, as its file has them.
    private(set) var json: [String] = []

    init(besides axes: [SettingName]) { self.axes = axes }

    /// Takes in the settings of the next cell; nil where there is none.
    mutating func add(_ configuration: Configuration?) {
        guard let configuration else {
            json.append("")
            return configurations.append((Configuration(), []))
        }
        var canonical = configuration.canonical
        let reads = canonical.reads
        json.append(configuration.json)
        for axis in axes { canonical.reset(axis) }
        // The seeds of one place share theirs: a large sweep has many of them.
        if let last = configurations.last, last == (canonical, reads) {
            configurations.append(last)
        } else {
            configurations.append((canonical, reads))
        }
    }

    /// A variable for each setting besides the axes that has several values among the cells that
    /// read it; missing where a cell does not.
    func variables(
        _ make: (_ name: String, _ longName: String, _ units: String?, Elements) -> Dataset
    ) -> [Dataset] {
        SettingName.allCases.filter { !axes.contains($0) }.compactMap { name in
            let values = configurations.map {
                $0.reads.contains(name) ? $0.canonical.value(of: name) : nil
            }
            let first = values.first { $0 != nil } ?? nil
            guard values.contains(where: { $0 != nil && $0 != first }) else { return nil }
            let definition = name.definition
            return make(
                name.word, definition.summary, definition.units.isEmpty ? nil : definition.units,
                elements(values))
        }
    }

    private func elements(_ values: [Value?]) -> Elements {
        let numbers = values.map { value -> Double? in
            switch value {
            case .integer(let integer): Double(integer)
            case .real(let real): real
            case nil: .nan
            case .text: nil
            }
        }
        guard numbers.contains(nil) else { return .float64(numbers.compactMap { $0 }) }
        return .strings(values.map { $0?.description ?? "" })
    }
}
