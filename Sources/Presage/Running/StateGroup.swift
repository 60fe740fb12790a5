import Store
import Tensor

// The state of a run as groups of a file: a dataset a part, a group for every name on its path.

extension Group {
    init(_ name: String, parts: [(path: [String], numbers: StateNumbers)]) {
        self.init(name)
        for (path, numbers) in parts {
            let elements: Elements =
                switch numbers {
                case .floats(let floats): .float32(floats)
                case .reals(let reals): .float64(reals)
                case .integers(let integers): .int64(integers.map(Int64.init))
                }
            insert(
                Dataset(
                    path[path.count - 1], dimensions: ["size_\(elements.count)"],
                    shape: [elements.count], elements),
                at: path.dropLast())
        }
    }

    /// The numbers of every dataset inside, by its path; words are none.
    var parts: [(path: [String], numbers: StateNumbers)] {
        let own = datasets.compactMap { dataset -> (path: [String], numbers: StateNumbers)? in
            switch dataset.elements {
            case .float32(let floats): ([dataset.name], .floats(floats))
            case .float64(let reals): ([dataset.name], .reals(reals))
            case .int64(let integers): ([dataset.name], .integers(integers.map(Int.init)))
            case .strings: nil
            }
        }
        return own
            + groups.flatMap { group in
                group.parts.map { (path: [group.name] + $0.path, numbers: $0.numbers) }
            }
    }
}
