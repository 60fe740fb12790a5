/// Named tensors in one flat buffer, so that an optimizer sweeps them in a single pass.
///
/// Names are the paper's symbols (`W_xh`, `b`) and the dataset names in result files.
package struct Parameters {
    /// A tensor's name and shape; one or two dimensions.
    package struct Block: Hashable, Sendable {
        /// The paper's symbol.
        package let name: String
        /// What the dimensions count, rows first: `input`, `unit`.
        package let dimensions: [String]
        /// The sizes of the dimensions.
        package let shape: [Int]

        /// A vector or a matrix, as in `.init("W_hy", ["unit": units, "output": outputs])`.
        package init(_ name: String, _ dimensions: KeyValuePairs<String, Int>) {
            precondition((1...2).contains(dimensions.count), "\(name) of \(dimensions)")
            self.name = name
            self.dimensions = dimensions.map(\.key)
            shape = dimensions.map(\.value)
        }

        var count: Int { shape.reduce(1, *) }
    }

    /// The names and shapes, in the order of the tensors.
    package let blocks: [Block]
    /// All tensors end to end, as one row.
    package let flat: Matrix
    private let views: [String: Matrix]

    /// Tensors of zeros.
    package init(_ blocks: [Block]) {
        let owner = Storage(count: blocks.reduce(0) { $0 + $1.count })
        var views: [String: Matrix] = [:]
        var offset = 0
        for block in blocks {
            let columns = block.shape[block.shape.count - 1]
            let view = Matrix(
                owner: owner, offset: offset, rows: block.count / max(1, columns),
                columns: columns, stride: columns)
            precondition(
                views.updateValue(view, forKey: block.name) == nil, "\(block.name) twice")
            offset += block.count
        }
        self.blocks = blocks
        self.views = views
        flat = Matrix(owner: owner, offset: 0, rows: 1, columns: offset, stride: offset)
    }

    /// Tensors of zeros with the names and shapes of these: gradients, moments.
    package func zerosLike() -> Parameters { Parameters(blocks) }

    /// The number of numbers in all tensors.
    package var count: Int { flat.columns }

    /// The tensor `name`, aliased; a vector is one row.
    /// - Precondition: there is one.
    package subscript(name: String) -> Matrix {
        guard let view = views[name] else {
            preconditionFailure("no tensor \(name) among \(blocks.map(\.name))")
        }
        return view
    }

    /// Copies the numbers of tensors of equal names and shapes.
    package func copy(from other: Parameters) {
        precondition(blocks == other.blocks, "parameters: \(blocks) against \(other.blocks)")
        flat.copy(from: other.flat)
    }
}
