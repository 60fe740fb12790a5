/// Predicts the time of a training by several workers from the costs of its parts.
///
/// Each worker does the actions of the schedule in their order, those that real workers interpret. A
/// work takes its cost. A message takes the sender's time, goes over the link after the sender's earlier
/// ones, and takes the receiver's time once it has arrived and is wanted; a schedule has no more of them
/// under way than there are slots, so that nobody waits for one. A sum is a ring all-reduce: all workers
/// meet, then 2(w − 1) steps in which a w-th part of the gradients goes to the neighbour, w − 1 of them
/// with an addition. Every worker has a processor of its own.
///
/// Cost: as many steps as there are actions; a worker is looked at again only when one that it waits for
/// has moved on.
///
/// Source of the sum: Patarasuk and Yuan 2009, "Bandwidth optimal all-reduce algorithms for clusters of
/// workstations".
package struct Simulator: Sendable {
    package let schedule: Schedule
    package let costs: Costs
    package let link: Link

    /// - Precondition: `costs` are those of as many workers as the schedule has.
    package init(_ schedule: Schedule, _ costs: Costs, _ link: Link) {
        precondition(
            costs.workers == schedule.parallelism.workers,
            "costs of \(costs.workers) workers, \(schedule.parallelism.workers) in the schedule")
        self.schedule = schedule
        self.costs = costs
        self.link = link
    }

    /// The course of `updates` updates in rounds, at the end of each of which everything has arrived.
    /// - Parameter round: the updates of a round, the last one's being the rest.
    package func run(updates: Int, round: Int = Schedule.longestRound) -> Simulation {
        precondition(updates > 0 && round > 0, "\(updates) updates in rounds of \(round)")
        // Rounds of one length are alike.
        let kinds = [(updates / round, min(round, updates)), (1, updates % round)]
        let rounds = kinds.filter { $0.0 > 0 && $0.1 > 0 }.map { count, length in
            (times: Double(count), updates: Double(count * length), course: course(of: length))
        }
        let total = Double(updates)
        return Simulation(
            secondsPerUpdate: rounds.reduce(0) { $0 + $1.times * $1.course.seconds } / total,
            loads: (0..<costs.workers).map { worker in
                func mean(_ value: (RoundCourse) -> Double) -> Double {
                    rounds.reduce(0) { $0 + $1.times * value($1.course) } / total
                }
                let staleness = rounds.reduce(0) {
                    $0 + $1.updates * $1.course.workers[worker].staleness.mean
                }
                return Simulation.Load(
                    busy: mean { $0.workers[worker].busy },
                    waiting: mean { $0.workers[worker].waiting }, staleness: staleness / total)
            })
    }

    private func course(of updates: Int) -> RoundCourse {
        var course = RoundCourse(self, updates: updates)
        course.run()
        return course
    }

    /// The part of a sum that is work, and the part in which messages are on their way.
    var sum: (busy: Double, waiting: Double) {
        let others = Double(costs.workers - 1)
        let piece = Double(costs.gradientBytes) / Double(costs.workers)
        let messages = costs.sending.seconds(bytes: piece) + costs.receiving.seconds(bytes: piece)
        return (
            others * (2 * messages + costs.addingPerByte * piece),
            others * 2 * link.seconds(bytes: piece)
        )
    }
}
