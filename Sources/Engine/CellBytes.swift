import Processes
import Store

// Attributes and datasets as bytes, from the processes that read the files of cells.

extension ByteWriter {
    /// Puts a group without those inside it.
    mutating func put(_ group: Group) {
        put(group.attributes)
        put(group.datasets.count)
        for dataset in group.datasets { put(dataset) }
    }
}

extension ByteReader {
    /// Takes a root group.
    mutating func takeRoot() throws(MalformedBytes) -> Group {
        Group(
            "/", attributes: try takeAttributes(),
            datasets: try takeList { reader throws(MalformedBytes) in try reader.takeDataset() })
    }
}

/// What tells the kinds of attributes and elements apart.
private enum Kind: Int {
    case text, integer, real
    case texts, integers, reals, shortReals
}

extension ByteWriter {
    private mutating func put(_ kind: Kind) { put(kind.rawValue) }

    private mutating func put(_ attributes: Attributes) {
        let values = attributes.names.compactMap { name in attributes[name].map { (name, $0) } }
        put(values.count)
        for (name, value) in values {
            put(name)
            put(value)
        }
    }

    private mutating func put(_ attribute: Attribute) {
        switch attribute {
        case .text(let text):
            put(Kind.text)
            put(text)
        case .integer(let integer):
            put(Kind.integer)
            put([integer])
        case .real(let real):
            put(Kind.real)
            put([real])
        case .integers(let integers):
            put(Kind.integers)
            put(integers)
        case .reals(let reals):
            put(Kind.reals)
            put(reals)
        }
    }

    private mutating func put(_ dataset: Dataset) {
        put(dataset.name)
        put(dataset.dimensions)
        put(dataset.shape)
        switch dataset.elements {
        case .float32(let reals):
            put(Kind.shortReals)
            put(reals)
        case .float64(let reals):
            put(Kind.reals)
            put(reals)
        case .int64(let integers):
            put(Kind.integers)
            put(integers)
        case .strings(let texts):
            put(Kind.texts)
            put(texts)
        }
        put(dataset.attributes)
    }
}

extension ByteReader {
    private mutating func takeKind() throws(MalformedBytes) -> Kind {
        guard let kind = Kind(rawValue: try takeCount()) else { throw MalformedBytes() }
        return kind
    }

    private mutating func takeAttributes() throws(MalformedBytes) -> Attributes {
        var attributes = Attributes()
        for _ in 0..<(try takeCount()) { attributes[try takeWord()] = try takeAttribute() }
        return attributes
    }

    private mutating func takeAttribute() throws(MalformedBytes) -> Attribute {
        switch try takeKind() {
        case .text: .text(try takeWord())
        case .integer: .integer(try takeNumber())
        case .real: .real(try takeNumber())
        case .integers: .integers(try takeNumbers())
        case .reals: .reals(try takeNumbers())
        case .texts, .shortReals: throw MalformedBytes()
        }
    }

    private mutating func takeDataset() throws(MalformedBytes) -> Dataset {
        let name = try takeWord()
        let dimensions = try takeWords()
        let shape: [Int] = try takeNumbers()
        let elements: Elements =
            switch try takeKind() {
            case .texts: .strings(try takeWords())
            case .integers: .int64(try takeNumbers())
            case .reals: .float64(try takeNumbers())
            case .shortReals: .float32(try takeNumbers())
            case .text, .integer, .real: throw MalformedBytes()
            }
        let attributes = try takeAttributes()
        guard dimensions.count == shape.count, elements.count == Self.count(of: shape) else {
            throw MalformedBytes()
        }
        return Dataset(
            name, dimensions: dimensions, shape: shape, elements, attributes: attributes)
    }

    /// The number of elements of a shape; nil where there can be none such.
    private static func count(of shape: [Int]) -> Int? {
        var count = 1
        for length in shape {
            let (product, isTooMany) = count.multipliedReportingOverflow(by: length)
            guard length >= 0, !isTooMany else { return nil }
            count = product
        }
        return count
    }

    private mutating func takeNumber<Number: BitwiseCopyable>() throws(MalformedBytes) -> Number {
        let numbers: [Number] = try takeNumbers()
        guard numbers.count == 1 else { throw MalformedBytes() }
        return numbers[0]
    }
}
