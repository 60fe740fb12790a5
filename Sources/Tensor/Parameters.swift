/// Named tensors in one flat buffer, so that an optimizer sweeps them in a single pass.
///
/// Names are the paper's symbols (`W_xh`, `b`) and the dataset names in result files.
public struct Parameters {
    /// A tensor's name and shape; one or two dimensions.
    public struct Block: Hashable, Sendable {
        /// The paper's symbol.
        public let name: String
        /// The dimensions, rows first.
        public let shape: [Int]

        /// A vector or a matrix.
        public init(_ name: String, _ shape: Int...) {
            precondition((1...2).contains(shape.count), "\(name) of shape \(shape)")
            self.name = name
            self.shape = shape
        }

        var count: Int { shape.reduce(1, *) }
    }

    /// The names and shapes, in the order of the tensors.
    public let blocks: [Block]
    /// All tensors end to end, as one row.
    public let flat: Matrix
    private let views: [String: Matrix]

    /// Tensors of zeros.
    public init(_ blocks: [Block]) {
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
    public func zerosLike() -> Parameters { Parameters(blocks) }

    /// The number of numbers in all tensors.
    public var count: Int { flat.columns }

    /// The tensor `name`, aliased; a vector is one row.
    /// - Precondition: there is one.
    public subscript(name: String) -> Matrix {
        guard let view = views[name] else {
            preconditionFailure("no tensor \(name) among \(blocks.map(\.name))")
        }
        return view
    }

    /// Copies the numbers of tensors of equal names and shapes.
    public func copy(from other: Parameters) {
        precondition(blocks == other.blocks, "parameters: \(blocks) against \(other.blocks)")
        flat.copy(from: other.flat)
    }
}
