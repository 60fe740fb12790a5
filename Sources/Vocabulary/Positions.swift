/// Positions of a run, in units of its budget: `none`, or some that ascend, `100+300+1000`.
public struct Positions: Hashable, Sendable {
    /// The positions, ascending.
    package let all: [Int]

    /// The positions that there can be, as of a budget.
    private static let range = 0...1_000_000_000

    /// No positions.
    public static let none = Positions(all: [])

    /// Some positions, counted from 0, which is before training.
    /// - Precondition: they ascend.
    public static func positions(_ positions: Int...) -> Positions {
        precondition(isValid(positions), "positions \(positions)")
        return Positions(all: positions)
    }

    private static func isValid(_ positions: [Int]) -> Bool {
        positions.allSatisfy(range.contains)
            && zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }
    }

    private init(all: [Int]) { self.all = all }

    /// Reads `none` or `100+300+1000`; nil for anything else.
    init?(parsing text: String) {
        let words = text.split(separator: "+", omittingEmptySubsequences: false)
        let positions = text == "none" ? [] : words.compactMap { Int($0) }
        guard Self.isValid(positions), text == Positions(all: positions).text else { return nil }
        self.init(all: positions)
    }

    private var text: String { all.isEmpty ? "none" : all.map(String.init).joined(separator: "+") }
}

extension Positions: SettingValue {
    /// The positions as a text: `none` or `100+300+1000`.
    public var value: Value { .text(text) }

    /// `.none` or `.positions(100, 300, 1000)`.
    public var spelling: String {
        all.isEmpty ? ".none" : ".positions(\(all.map(String.init).joined(separator: ", ")))"
    }

    /// Reads `none` or `100+300+1000`; nil for anything else.
    public init?(_ value: Value) {
        guard case .text(let text) = value else { return nil }
        self.init(parsing: text)
    }
}
