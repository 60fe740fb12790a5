import Tensor

/// The state of training that workers have together.
package struct CrewState {
    /// The parts of the state of the trainer, or the session, as in one process.
    package var common: [StatePart]
    /// The parts that single workers have besides, under the name of the worker: the recurrent states
    /// of their own sequences.
    package var own: [StatePart]

    /// A state; where `own` is empty every worker takes over the common one.
    package init(common: [StatePart], own: [StatePart] = []) {
        self.common = common
        self.own = own
    }

    private static func name(_ worker: Int) -> String { "worker_\(worker)" }

    /// A worker's own parts, under its name.
    static func named(_ parts: [StatePart], of worker: Int) -> [StatePart] {
        parts.map { ([name(worker)] + $0.path, $0.numbers) }
    }

    /// The state that a worker takes over: its own parts in place of the common ones.
    func parts(of worker: Int) -> [StatePart] {
        let mine = own.filter { $0.path.first == Self.name(worker) }.map {
            (path: Array($0.path.dropFirst()), numbers: $0.numbers)
        }
        let replaced = Set(mine.map(\.path))
        return common.filter { !replaced.contains($0.path) } + mine
    }

    /// Adds what a worker has handed over.
    mutating func add(_ parts: [StatePart], of worker: Int) {
        let isOwn = { (part: StatePart) in part.path.first == Self.name(worker) }
        common += parts.filter { !isOwn($0) }
        own += parts.filter(isOwn)
    }
}
