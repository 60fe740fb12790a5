/// Times of a cell's process that change none of its results.
struct CellTimes: Codable, Hashable {
    /// Seconds between two checkpoints; 0: only when the cell is stopped.
    var checkpointEvery = 60.0
    /// Seconds for which a worker may be silent.
    var workerTimeout = 60.0

    static let intervals = 0...1e6
    static let timeouts = 0.1...1e6

    /// Whether both are such as a command line can have them.
    var areValid: Bool {
        Self.intervals.contains(checkpointEvery) && Self.timeouts.contains(workerTimeout)
    }
}
