import Store
import Tensor
import Trainers

// Values of the numerical column as parts of a file.

extension Group {
    /// Tensors by name, which have no units, with what a reader of them has to know.
    init(
        _ name: String, parameters: Parameters, conventions: [(name: String, text: String)] = []
    ) {
        self.init(
            name,
            datasets: parameters.blocks.map { block in
                Dataset(
                    block.name, dimensions: block.dimensions, shape: block.shape,
                    .float32(parameters[block.name].values), attributes: ["units": "1"])
            })
        for convention in conventions { attributes[convention.name] = .text(convention.text) }
    }

    /// A captured window: its tensors by path, its settings as attributes.
    init(_ name: String, _ capture: WindowCapture) {
        self.init(name)
        for (name, fact) in capture.facts {
            attributes[name] =
                switch fact {
                case .text(let text): .text(text)
                case .integer(let integer): .integer(Int64(integer))
                case .real(let real): .real(real)
                }
        }
        for item in capture.items {
            let elements: Elements =
                switch item.numbers {
                case .reals(let values): .float32(values)
                case .integers(let values): .int64(values.map(Int64.init))
                case .real(let value): .float64([value])
                }
            let path = item.path.split(separator: "/").map(String.init)
            insert(
                Dataset(
                    path[path.count - 1], dimensions: item.dimensions, shape: item.shape, elements),
                at: path.dropLast())
        }
    }

    /// Puts a dataset into the group at `path`, which is made where it does not exist.
    mutating func insert(_ dataset: Dataset, at path: ArraySlice<String>) {
        guard let first = path.first else {
            datasets.append(dataset)
            return
        }
        if !groups.contains(where: { $0.name == first }) { groups.append(Group(first)) }
        for index in groups.indices where groups[index].name == first {
            groups[index].insert(dataset, at: path.dropFirst())
        }
    }
}
