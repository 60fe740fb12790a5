import TestSupport
import Testing
import Workers

/// Laws that the simulator obeys at any costs, and its times against those of a slow reference.
@Suite struct SimulatorChaosTests {
    private struct Trial {
        let schedule: Schedule
        let costs: Costs
        let link: Link
        let updates: Int

        init(_ numbers: inout TestNumbers) {
            let mode = Parallelism.Mode.allCases.randomElement(using: &numbers) ?? .locked
            let workers = Int.random(in: 1...5, using: &numbers)
            schedule = Schedule(
                Parallelism(
                    mode, workers: workers, microbatches: .random(in: 1...4, using: &numbers),
                    slack: .random(in: 0...3, using: &numbers)))
            updates = .random(in: 1...14, using: &numbers)
            // Work that is short beside messages, or long.
            let most = Bool.random(using: &numbers) ? 0.1 : 4
            var costs = Costs(
                seconds: (0..<workers).map { _ in
                    var works: [Work: Double] = [:]
                    for work in Work.allCases {
                        works[work] = .random(in: 0...most, using: &numbers)
                    }
                    return works
                })
            func message() -> MessageCost {
                MessageCost(
                    perMessage: .random(in: 0...most / 4, using: &numbers),
                    perByte: .random(in: 0...0.01, using: &numbers))
            }
            (costs.sending, costs.receiving) = (message(), message())
            for content in Parcel.Content.allCases {
                costs.bytes[content] = .random(in: 0...300, using: &numbers)
            }
            costs.gradientBytes = .random(in: 0...300, using: &numbers)
            costs.addingPerByte = .random(in: 0...0.01, using: &numbers)
            self.costs = costs
            link = Link(
                latency: .random(in: 0...5, using: &numbers),
                bandwidth: Bool.random(using: &numbers)
                    ? .random(in: 10...500, using: &numbers) : nil)
        }

        func run(_ costs: Costs, _ link: Link) -> Simulation {
            Simulator(schedule, costs, link).run(updates: updates)
        }
    }

    @Test func timesAreThoseOfTheReferenceAndObeyLaws() {
        var numbers = TestNumbers(seed: 16)
        for _ in 0..<Chaos.trials(short: 100, long: 5_000) {
            let trial = Trial(&numbers)
            let result = trial.run(trial.costs, trial.link)
            let total = result.secondsPerUpdate * Double(trial.updates)
            let reference = ReferenceTimes(
                trial.schedule, trial.costs, trial.link, updates: trial.updates)
            #expect(abs(total - reference.end) < 1e-9 * max(1, total), "\(trial)")

            for (load, busy) in zip(result.loads, reference.busy) {
                #expect(abs(load.busy * Double(trial.updates) - busy) < 1e-9 * max(1, total))
                #expect(abs(load.busy + load.waiting - result.secondsPerUpdate) < 1e-9 * total)
                #expect(load.waiting >= 0)
            }

            var later = trial.link
            later.latency += .random(in: 0...3, using: &numbers)
            #expect(
                trial.run(trial.costs, later).secondsPerUpdate >= result.secondsPerUpdate - 1e-12)
            var narrower = trial.link
            narrower.secondsPerByte += .random(in: 0...0.1, using: &numbers)
            #expect(
                trial.run(trial.costs, narrower).secondsPerUpdate >= result.secondsPerUpdate - 1e-12
            )
        }
    }

    /// At a doubling of all times the course is the same and takes twice as long, to the bit.
    @Test func unitsDoNotMatter() {
        var numbers = TestNumbers(seed: 17)
        for _ in 0..<Chaos.trials(short: 200, long: 10_000) {
            let trial = Trial(&numbers)
            var costs = trial.costs
            costs.seconds = costs.seconds.map { $0.mapValues { 2 * $0 } }
            for path in [\Costs.sending, \Costs.receiving] {
                costs[keyPath: path].perMessage *= 2
                costs[keyPath: path].perByte *= 2
            }
            costs.addingPerByte *= 2
            var link = trial.link
            link.latency *= 2
            link.secondsPerByte *= 2
            let (once, twice) = (trial.run(trial.costs, trial.link), trial.run(costs, link))
            #expect(twice.secondsPerUpdate == 2 * once.secondsPerUpdate)
            #expect(twice.waitingShares == once.waitingShares)
        }
    }
}

/// When every action ends, by repeating "an action ends after all that it waits for" until nothing
/// changes.
private struct ReferenceTimes {
    private(set) var end = 0.0
    private(set) var busy: [Double]

    init(_ schedule: Schedule, _ costs: Costs, _ link: Link, updates: Int) {
        let actions = (0..<costs.workers).map { schedule.actions(of: $0, in: 0..<updates) }
        var ends = actions.map { $0.map { _ in 0.0 } }
        busy = actions.map { _ in 0 }

        /// The places of a worker's messages to each other.
        let sending = actions.map { own in
            actions.indices.map { peer in
                own.indices.filter { if case .send(_, peer) = own[$0] { true } else { false } }
            }
        }
        func bytes(_ parcel: Parcel) -> Double { Double(costs.bytes[parcel.content] ?? 0) }
        /// The arrivals of a worker's messages to another, by their order.
        func arrivals(_ worker: Int, to peer: Int) -> [Double] {
            var free = 0.0
            return sending[worker][peer].map { place in
                guard case .send(let parcel, _) = actions[worker][place] else { return 0 }
                free = max(free, ends[worker][place]) + bytes(parcel) * link.secondsPerByte
                return free + link.latency
            }
        }
        let sums = actions.map { all in
            all.indices.filter { if case .sum = all[$0] { true } else { false } }
        }
        let piece = Double(costs.gradientBytes) / Double(costs.workers)
        let steps = Double(costs.workers - 1)
        let handling =
            2 * steps
            * (costs.sending.seconds(bytes: piece)
                + costs.receiving.seconds(bytes: piece)) + steps * piece * costs.addingPerByte
        let way = 2 * steps * (link.latency + piece * link.secondsPerByte)

        var changed = true
        while changed {
            changed = false
            busy = actions.map { _ in 0 }
            for worker in actions.indices {
                for (place, action) in actions[worker].enumerated() {
                    var start = place > 0 ? ends[worker][place - 1] : 0
                    let seconds: Double
                    switch action {
                    case .compute(let work, _, _):
                        seconds = costs.seconds[worker][work] ?? 0
                    case .send(let parcel, _):
                        seconds = costs.sending.seconds(bytes: bytes(parcel))
                    case .receive(let parcel, let peer):
                        seconds = costs.receiving.seconds(bytes: bytes(parcel))
                        let order = sending[peer][worker].firstIndex {
                            actions[peer][$0] == .send(parcel, to: worker)
                        }
                        start = max(start, arrivals(peer, to: worker)[order ?? 0])
                    case .sum(let update):
                        seconds = handling
                        let order = sums[worker].firstIndex(of: place) ?? update
                        for other in actions.indices {
                            let before = sums[other][order] - 1
                            start = max(start, before >= 0 ? ends[other][before] : 0)
                        }
                        start += way
                    }
                    busy[worker] += seconds
                    if ends[worker][place] != start + seconds {
                        ends[worker][place] = start + seconds
                        changed = true
                    }
                }
            }
        }
        end = ends.compactMap(\.last).max() ?? 0
    }
}
