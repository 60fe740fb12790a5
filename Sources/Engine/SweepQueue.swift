import Sweeps

/// The cells of a sweep that are not begun, in the order of their turns. Those that another run is at
/// come again and again until that run is done with them.
struct SweepQueue {
    /// The time between two rounds of cells that another run is at.
    static let round = Duration.milliseconds(500)

    private var cells: [PlannedCell]
    private var head = 0
    private var elsewhere: [PlannedCell] = []
    /// The cells that were ever with another run, by their index.
    private var met: Set<Int> = []
    /// How many of `elsewhere` still have their turn in this round.
    private var turns = 0
    private var nextRound = ContinuousClock.now

    init(_ cells: [PlannedCell]) { self.cells = cells }

    var count: Int { cells.count - head + elsewhere.count }

    /// The seconds after which a cell may come; nil when only what happens here brings one.
    var patience: Double? {
        guard head == cells.count, !elsewhere.isEmpty else { return nil }
        return max(0.001, (nextRound - .now) / .seconds(1))
    }

    mutating func next() -> PlannedCell? {
        if head < cells.count {
            head += 1
            return cells[head - 1]
        }
        if turns == 0, !elsewhere.isEmpty, .now >= nextRound {
            turns = elsewhere.count
            nextRound = .now + Self.round
        }
        guard turns > 0 else { return nil }
        turns -= 1
        return elsewhere.removeFirst()
    }

    /// Lets a cell come next.
    mutating func putBack(_ cell: PlannedCell) {
        cells.insert(cell, at: head)
    }

    /// Lets a cell come again after all others.
    mutating func append(_ cell: PlannedCell) { cells.append(cell) }

    /// Lets a cell come again that another run is at.
    /// - Returns: whether this is news.
    mutating func putElsewhere(_ cell: PlannedCell) -> Bool {
        elsewhere.append(cell)
        return met.insert(cell.index).inserted
    }

    /// Whether another run was at the cell.
    func wasElsewhere(_ cell: PlannedCell) -> Bool { met.contains(cell.index) }
}
