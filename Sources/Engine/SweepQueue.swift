import Sweeps

/// The cells of a sweep that are not begun, in the order of their turns. Those that another run is at
/// come again and again until that run is done with them.
///
/// The cells that take the most cores come first, so that narrower ones fill what these leave.
struct SweepQueue {
    /// The time between two rounds of cells that another run is at.
    static let round = Duration.milliseconds(500)

    /// Cells with as many workers.
    private struct Lane {
        let cores: Int
        var cells: [PlannedCell] = []
        var head = 0
        var isEmpty: Bool { head == cells.count }
    }

    /// The widest cells first.
    private var lanes: [Lane] = []
    private var waiting = 0
    private var elsewhere: [PlannedCell] = []
    /// The cells that were ever with another run, by their index.
    private var met: Set<Int> = []
    /// How many of `elsewhere` still have their turn in this round.
    private var turns = 0
    private var nextRound = ContinuousClock.now

    init(_ cells: [PlannedCell]) {
        for cell in cells { append(cell) }
    }

    var count: Int { waiting + elsewhere.count }

    /// The seconds after which a cell may come; nil when only what happens here brings one.
    var patience: Double? {
        guard waiting == 0, !elsewhere.isEmpty else { return nil }
        return max(0.001, (nextRound - .now) / .seconds(1))
    }

    /// The next cell that fits; nil where there is none, or where a wider one waits for its cores.
    /// - Parameters:
    ///   - free: the cores that no cell runs on.
    ///   - widest: the most cores that one running cell has.
    mutating func next(on cores: CellCores, free: Int, widest: Int) -> PlannedCell? {
        for index in lanes.indices where !lanes[index].isEmpty {
            let cell = lanes[index].cells[lanes[index].head]
            let taken = cores.taken(by: cell)
            if taken <= free {
                lanes[index].head += 1
                waiting -= 1
                return cell
            }
            // When one as wide as this ends there is room for it. But narrow ones would follow each
            // other on the few cores that are free at a time.
            if taken > widest { return nil }
        }
        return waiting == 0 ? nextElsewhere(on: cores, free: free) : nil
    }

    private mutating func nextElsewhere(on cores: CellCores, free: Int) -> PlannedCell? {
        if turns == 0, !elsewhere.isEmpty, .now >= nextRound {
            turns = elsewhere.count
            nextRound = .now + Self.round
        }
        while turns > 0 {
            turns -= 1
            let cell = elsewhere.removeFirst()
            if cores.taken(by: cell) <= free { return cell }
            elsewhere.append(cell)
        }
        return nil
    }

    /// Lets a cell come next.
    mutating func putBack(_ cell: PlannedCell) {
        let index = lane(of: cell)
        lanes[index].cells.insert(cell, at: lanes[index].head)
        waiting += 1
    }

    /// Lets a cell come again after all others that are as wide.
    mutating func append(_ cell: PlannedCell) {
        lanes[lane(of: cell)].cells.append(cell)
        waiting += 1
    }

    /// The lane of a cell, opened if need be.
    private mutating func lane(of cell: PlannedCell) -> Int {
        let cores = cell.cores
        let index = lanes.firstIndex { $0.cores <= cores } ?? lanes.count
        if index == lanes.count || lanes[index].cores < cores {
            lanes.insert(Lane(cores: cores), at: index)
        }
        return index
    }

    /// Lets a cell come again that another run is at.
    /// - Returns: whether this is news.
    mutating func putElsewhere(_ cell: PlannedCell) -> Bool {
        elsewhere.append(cell)
        return met.insert(cell.index).inserted
    }

    /// Whether another run was at the cell.
    func wasElsewhere(_ cell: PlannedCell) -> Bool { met.contains(cell.index) }
}
