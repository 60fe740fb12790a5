import Store
import Tensor
import Trainers

// Values of the numerical column as parts of a file.

extension Dataset {
    /// A tensor, its dimensions named after their lengths (`size_64`), so that tensors in a group
    /// share them; a second equal length is marked, since a dimension may not occur twice.
    fileprivate init(_ name: String, shape: [Int], _ elements: Elements) {
        let names = shape.enumerated().map { index, length in
            let earlier = shape[..<index].count { $0 == length }
            return "size_\(length)" + (earlier == 0 ? "" : "_\(earlier + 1)")
        }
        self.init(name, dimensions: names, shape: shape, elements)
    }
}

extension Group {
    init(_ name: String, parameters: Parameters) {
        self.init(
            name,
            datasets: parameters.blocks.map { block in
                Dataset(
                    block.name, shape: block.shape, .float32(parameters[block.name].values))
            })
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
            insert(Dataset(path[path.count - 1], shape: item.shape, elements), at: path.dropLast())
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
