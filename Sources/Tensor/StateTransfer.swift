/// Something with a state that a run saves and takes back, so as to go on to the same bits.
///
/// One description serves both ways. It names every number that later results depend on and that is
/// not made anew from the configuration; what is written before it is read may be left out.
package protocol Resumable {
    /// Hands every part of the state to `state`, which notes it or replaces it.
    /// - Throws: `StateMismatch` when the state taken back is that of something else.
    mutating func transfer(_ state: StateTransfer) throws(StateMismatch)
}

/// A fault of a state that is taken back: it is not one of the run at hand.
package enum StateMismatch: Error, Hashable, Sendable {
    /// There is no such part, or it has other numbers.
    case missing(String)
    /// A part has another count of numbers than there is room for.
    case otherCount(String, count: Int, expected: Int)
    /// There is a part that nothing takes.
    case unknown(String)
}

/// The numbers of one part of a state.
package enum StateNumbers: Sendable {
    case floats([Float])
    case reals([Double])
    case integers([Int])
}

/// The state of a run on its way out or back in, part by part, each under a path of names.
package final class StateTransfer {
    /// The parts saved so far, or those not yet taken back, in their order.
    package private(set) var parts: [(path: [String], numbers: StateNumbers)]
    /// Whether the state is saved, not taken back.
    package let isSaving: Bool
    private var place: [String] = []
    /// The places in `parts`, by path; what has been taken is nil there.
    private var left: [String: Int] = [:]

    /// Begins to save a state.
    package init() {
        isSaving = true
        parts = []
    }

    /// Begins to take a state back.
    package init(restoring parts: [(path: [String], numbers: StateNumbers)]) {
        isSaving = false
        self.parts = parts
        for (index, part) in parts.enumerated() { left[Self.text(part.path)] = index }
    }

    /// Checks that a state taken back has been taken whole.
    package func end() throws(StateMismatch) {
        guard let path = isSaving ? nil : left.keys.min() else { return }
        throw .unknown(path)
    }

    private static func text(_ path: [String]) -> String { path.joined(separator: "/") }

    /// Transfers parts under a name of their own.
    package func within<Failure>(
        _ name: String, _ body: () throws(Failure) -> Void
    ) throws(Failure) {
        place.append(name)
        defer { place.removeLast() }
        try body()
    }

    /// Transfers a part that has parts itself.
    package func part(_ name: String, _ part: inout some Resumable) throws(StateMismatch) {
        try within(name) { () throws(StateMismatch) in try part.transfer(self) }
    }

    /// Transfers the state of an object.
    package func part(_ name: String, of part: some Resumable & AnyObject) throws(StateMismatch) {
        var part = part
        try self.part(name, &part)
    }

    /// Transfers the numbers of a matrix.
    package func tensor(_ name: String, _ matrix: Matrix) throws(StateMismatch) {
        guard isSaving else {
            guard case .floats(let floats) = try take(name) else { throw .missing(path(name)) }
            try check(name, floats.count, expected: matrix.count)
            matrix.copy(from: floats)
            return
        }
        parts.append((place + [name], .floats(matrix.values)))
    }

    /// Transfers numbers.
    /// - Parameter count: how many there must be; nil: any number.
    package func reals(
        _ name: String, _ reals: inout [Double], count: Int? = nil
    ) throws(StateMismatch) {
        guard isSaving else {
            guard case .reals(let saved) = try take(name) else { throw .missing(path(name)) }
            try check(name, saved.count, expected: count)
            reals = saved
            return
        }
        parts.append((place + [name], .reals(reals)))
    }

    /// Transfers whole numbers.
    /// - Parameter count: how many there must be; nil: any number.
    package func integers(
        _ name: String, _ integers: inout [Int], count: Int? = nil
    ) throws(StateMismatch) {
        guard isSaving else {
            guard case .integers(let saved) = try take(name) else { throw .missing(path(name)) }
            try check(name, saved.count, expected: count)
            integers = saved
            return
        }
        parts.append((place + [name], .integers(integers)))
    }

    /// Transfers one number.
    package func real(_ name: String, _ real: inout Double) throws(StateMismatch) {
        var reals = [real]
        try self.reals(name, &reals, count: 1)
        real = reals[0]
    }

    /// Transfers one whole number.
    package func integer(_ name: String, _ integer: inout Int) throws(StateMismatch) {
        var integers = [integer]
        try self.integers(name, &integers, count: 1)
        integer = integers[0]
    }

    /// Transfers yes or no.
    package func flag(_ name: String, _ flag: inout Bool) throws(StateMismatch) {
        var number = flag ? 1 : 0
        try integer(name, &number)
        flag = number == 1
    }

    /// Transfers parts whose names nobody else knows, under a name of their own.
    package func parts(
        _ name: String, _ parts: inout [(path: [String], numbers: StateNumbers)]
    ) throws(StateMismatch) {
        let place = place + [name]
        guard isSaving else {
            parts = self.parts.filter { $0.path.starts(with: place) }
                .map { (path: Array($0.path.dropFirst(place.count)), numbers: $0.numbers) }
            for part in parts { left[Self.text(place + part.path)] = nil }
            return
        }
        self.parts += parts.map { (path: place + $0.path, numbers: $0.numbers) }
    }

    private func check(_ name: String, _ count: Int, expected: Int?) throws(StateMismatch) {
        if let expected, count != expected {
            throw .otherCount(path(name), count: count, expected: expected)
        }
    }

    private func path(_ name: String) -> String { Self.text(place + [name]) }

    private func take(_ name: String) throws(StateMismatch) -> StateNumbers {
        guard let index = left.removeValue(forKey: path(name)) else { throw .missing(path(name)) }
        return parts[index].numbers
    }
}
