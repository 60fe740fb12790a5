/// What a worker did in a round, and how long it took; times are seconds.
package struct WorkerReport: Hashable, Sendable, Codable {
    package var stage = StageReport()
    /// The time of each work, all of the round together.
    package var working: [Work: Double] = [:]
    /// The time of adding up gradients, apart from their messages.
    package var summing = 0.0
    /// The time in sends apart from waiting for room.
    package var sending = 0.0
    /// The time in receives apart from waiting.
    package var receiving = 0.0
    /// The time in which nothing was done but wait for others.
    package var waiting = 0.0
    /// From the first action to the last.
    package var elapsed = 0.0

    package init() {}
}
