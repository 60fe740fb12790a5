/// The numbers or words of a dataset, in row-major order.
package enum Elements: Sendable {
    case float32([Float])
    case float64([Double])
    case int64([Int64])
    case strings([String])

    package var count: Int {
        switch self {
        case .float32(let values): values.count
        case .float64(let values): values.count
        case .int64(let values): values.count
        case .strings(let values): values.count
        }
    }

    /// The elements as numbers; nil for words.
    package var reals: [Double]? {
        switch self {
        case .float32(let values): values.map(Double.init)
        case .float64(let values): values
        case .int64(let values): values.map(Double.init)
        case .strings: nil
        }
    }
}

extension Elements: Equatable {
    /// Compares kinds and bits: NaN equals NaN, and 0 is not −0.
    package static func == (first: Elements, second: Elements) -> Bool {
        switch (first, second) {
        case (.float32(let a), .float32(let b)):
            a.elementsEqual(b) { $0.bitPattern == $1.bitPattern }
        case (.float64(let a), .float64(let b)):
            a.elementsEqual(b) { $0.bitPattern == $1.bitPattern }
        case (.int64(let a), .int64(let b)): a == b
        case (.strings(let a), .strings(let b)): a == b
        default: false
        }
    }
}

/// The value of an attribute.
package enum Attribute: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case real(Double)
    case integers([Int64])
    case reals([Double])
}

extension Attribute: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self = .text(text) }
}

/// Attributes in the order in which they were set, which is their order in the file.
package struct Attributes: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    package private(set) var names: [String] = []
    private var values: [String: Attribute] = [:]

    package init() {}

    package init(dictionaryLiteral elements: (String, Attribute)...) {
        for (name, attribute) in elements { self[name] = attribute }
    }

    package subscript(name: String) -> Attribute? {
        get { values[name] }
        set {
            if values[name] == nil && newValue != nil { names.append(name) }
            if newValue == nil { names.removeAll { $0 == name } }
            values[name] = newValue
        }
    }

    /// The attribute's text; nil when it is absent or no text.
    package func text(_ name: String) -> String? {
        guard case .text(let text) = values[name] else { return nil }
        return text
    }
}

/// A named array with named dimensions.
///
/// A dataset whose only dimension has its own name is a coordinate: an HDF5 dimension scale that is
/// attached to every dataset with that dimension in the same group or below.
package struct Dataset: Hashable, Sendable {
    package let name: String
    /// One name a dimension; empty names where a foreign file has none.
    package let dimensions: [String]
    package let shape: [Int]
    package let elements: Elements
    package var attributes: Attributes

    /// A dataset with its dimensions' names and lengths.
    /// - Precondition: as many dimensions as lengths, and as many elements as their product.
    package init(
        _ name: String, dimensions: [String] = [], shape: [Int] = [], _ elements: Elements,
        attributes: Attributes = [:]
    ) {
        precondition(
            dimensions.count == shape.count && elements.count == shape.reduce(1, *),
            "\(name): \(elements.count) elements for dimensions \(dimensions) of \(shape)")
        self.name = name
        self.dimensions = dimensions
        self.shape = shape
        self.elements = elements
        self.attributes = attributes
    }

    /// A coordinate.
    package init(coordinate name: String, _ elements: Elements, attributes: Attributes = [:]) {
        self.init(
            name, dimensions: [name], shape: [elements.count], elements, attributes: attributes)
    }

    package var isCoordinate: Bool { dimensions == [name] }

    package static func == (first: Dataset, second: Dataset) -> Bool {
        first.name == second.name && first.dimensions == second.dimensions
            && first.shape == second.shape && first.elements == second.elements
            && first.attributes == second.attributes
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(shape)
    }
}

/// A folder inside a file.
package struct Group: Hashable, Sendable {
    package let name: String
    package var attributes: Attributes
    package var datasets: [Dataset]
    package var groups: [Group]

    package init(
        _ name: String, attributes: Attributes = [:], datasets: [Dataset] = [],
        groups: [Group] = []
    ) {
        self.name = name
        self.attributes = attributes
        self.datasets = datasets
        self.groups = groups
    }

    /// The group at `path`, names separated by slashes.
    package func group(_ path: String) -> Group? {
        path.split(separator: "/").reduce(self as Group?) { group, name in
            group?.groups.first { $0.name == name }
        }
    }

    /// The dataset at `path`, names separated by slashes.
    package func dataset(_ path: String) -> Dataset? {
        let names = path.split(separator: "/")
        return group(names.dropLast().joined(separator: "/"))?.datasets.first {
            $0.name == names.last ?? ""
        }
    }
}
