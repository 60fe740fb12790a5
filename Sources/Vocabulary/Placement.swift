/// The layers that carry synthesizers: `none`, `all`, or the layers, `0+3+5`.
public struct Placement: Hashable, Sendable {
    private let kind: Kind

    private enum Kind: Hashable, Sendable {
        case all
        case layers([Int])
    }

    /// No synthesizers.
    public static let none = Placement(kind: .layers([]))
    /// Synthesizers on every layer but the last.
    public static let all = Placement(kind: .all)

    /// Synthesizers on the outputs of some layers, counted from 0.
    /// - Precondition: the layers ascend.
    public static func layers(_ layers: Int...) -> Placement {
        precondition(isValid(layers), "a placement at \(layers)")
        return Placement(kind: .layers(layers))
    }

    private static func isValid(_ layers: [Int]) -> Bool {
        layers.allSatisfy { $0 >= 0 } && zip(layers, layers.dropFirst()).allSatisfy { $0 < $1 }
    }

    private init(kind: Kind) { self.kind = kind }

    /// Reads `none`, `all` or `0+3+5`; nil for anything else.
    init?(parsing text: String) {
        switch text {
        case "none": self = .none
        case "all": self = .all
        default:
            let words = text.split(separator: "+", omittingEmptySubsequences: false)
            let layers = words.compactMap { Int($0) }
            guard layers.count == words.count, Self.isValid(layers),
                text == layers.map(String.init).joined(separator: "+")
            else { return nil }
            kind = .layers(layers)
        }
    }

    /// The layers that carry synthesizers in a network of `depth` layers.
    public func layers(depth: Int) -> [Int] {
        switch kind {
        case .all: Array(0..<depth - 1)
        case .layers(let layers): layers
        }
    }
}

extension Placement: SettingValue {
    /// The placement as a text: `none`, `all` or `0+3+5`.
    public var value: Value {
        switch kind {
        case .all: .text("all")
        case .layers(let layers):
            .text(layers.isEmpty ? "none" : layers.map(String.init).joined(separator: "+"))
        }
    }

    /// `.none`, `.all` or `.layers(0, 3, 5)`.
    public var spelling: String {
        switch kind {
        case .all: ".all"
        case .layers([]): ".none"
        case .layers(let layers): ".layers(\(layers.map(String.init).joined(separator: ", ")))"
        }
    }

    /// Reads `none`, `all` or `0+3+5`; nil for anything else.
    public init?(_ value: Value) {
        guard case .text(let text) = value else { return nil }
        self.init(parsing: text)
    }
}
