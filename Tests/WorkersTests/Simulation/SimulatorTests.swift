import Testing
import Workers

/// The simulator against closed forms: of no overlap, of GPipe's bubble, of the slowest stage, of the ring
/// all-reduce.
@Suite struct SimulatorTests {
    /// Works of different lengths, whose sums are exact.
    private static let stage: [Work: Double] = [
        .load: 0.5, .forward: 2, .backward: 4, .regress: 1, .regressInput: 0.25, .step: 0.125,
    ]

    private static func busy(_ stage: [Work: Double], _ works: Work...) -> Double {
        works.reduce(0) { $0 + (stage[$1] ?? 0) }
    }

    private static func simulate(
        _ parallelism: Parallelism, _ costs: Costs, _ link: Link = Link(), updates: Int,
        round: Int = 10_000
    ) -> Simulation {
        Simulator(Schedule(parallelism), costs, link).run(updates: updates, round: round)
    }

    /// Seconds that an update more takes, where the workers are filled.
    private static func period(
        _ parallelism: Parallelism, _ costs: Costs, _ link: Link = Link(), after filling: Int = 200
    ) -> Double {
        func total(_ updates: Int) -> Double {
            simulate(parallelism, costs, link, updates: updates).secondsPerUpdate * Double(updates)
        }
        return (total(filling + 120) - total(filling)) / 120
    }

    private static func equal(_ workers: Int, _ stage: [Work: Double] = stage) -> Costs {
        Costs(seconds: [[Work: Double]](repeating: stage, count: workers))
    }

    @Test(arguments: [1, 2, 5, 17])
    func lockedWorkersDoNotOverlap(workers: Int) {
        var costs = Self.equal(workers)
        costs.sending = MessageCost(perMessage: 0.25, perByte: 0.001)
        costs.receiving = MessageCost(perMessage: 0.5, perByte: 0.002)
        costs.bytes = [.output: 1000, .gradient: 500]
        let link = Link(latency: 3, bandwidth: 250)
        let result = Self.simulate(Parallelism(.locked, workers: workers), costs, link, updates: 7)
        let output = 0.25 + 1 + 4 + 3 + 0.5 + 2
        let gradient = 0.25 + 0.5 + 2 + 3 + 0.5 + 1
        let expected =
            0.5 + Double(workers) * (2 + 4) + 0.125 + Double(workers - 1) * (output + gradient)
        #expect(abs(result.secondsPerUpdate - expected) < 1e-9)
        #expect(result.loads.allSatisfy { $0.staleness == 0 })
    }

    @Test(arguments: [(2, 4), (4, 1), (5, 8), (16, 32)])
    func pipelineHasTheBubbleOfGPipe(workers: Int, microbatches: Int) {
        let costs = Self.equal(workers, [.forward: 2, .backward: 4])
        let parallelism = Parallelism(.pipelined, workers: workers, microbatches: microbatches)
        let result = Self.simulate(parallelism, costs, updates: 3)
        #expect(abs(result.secondsPerUpdate - Double(microbatches + workers - 1) * 6) < 1e-9)
        let bubble = Double(workers - 1) / Double(microbatches + workers - 1)
        #expect(result.waitingShares.allSatisfy { abs($0 - bubble) < 1e-9 })
    }

    @Test(arguments: [2, 3, 8], [1, 2, 5])
    func decoupledWorkersTakeTheTimeOfTheSlowest(workers: Int, slack: Int) {
        var costs = Self.equal(workers)
        costs.seconds[workers / 2][.backward] = 7
        let works = Self.busy(Self.stage, .load, .forward, .step) + 7
        // The topmost worker has no synthesizer.
        let slowest = workers / 2 == workers - 1 ? works : works + 1
        let parallelism = Parallelism(.decoupled, workers: workers, slack: slack)
        let period = Self.period(parallelism, costs)
        let others = Self.busy(Self.stage, .load, .forward, .backward, .step, .regress)
        #expect(abs(period - max(slowest, others)) < 1e-9)
    }

    @Test(arguments: [2, 3, 8])
    func unlockedWorkersTakeTheTimeOfTheSlowest(workers: Int) {
        let costs = Self.equal(workers)
        let period = Self.period(
            Parallelism(.forwardUnlocked, workers: workers, slack: 2), costs)
        let works = Self.busy(Self.stage, .load, .forward, .backward, .step)
        // The lowest worker reads no synthetic inputs, the topmost needs no synthetic gradient.
        #expect(abs(period - works - (workers == 2 ? 1 : 1.25)) < 1e-9)
    }

    @Test(arguments: [2, 3, 8])
    func staleWorkersTakeTheTimeOfTheSlowest(workers: Int) {
        var costs = Self.equal(workers)
        costs.seconds[0][.step] = 3
        let period = Self.period(Parallelism(.stale, workers: workers, slack: 2), costs)
        #expect(abs(period - Self.busy(Self.stage, .load, .forward, .backward) - 3) < 1e-9)
    }

    /// With one batch under way beside the present one, two workers have two updates for the way up and
    /// down: a batch's forward below, the way, both above, the way back, and the rest below.
    @Test(arguments: [0, 1, 4, 20.0])
    func twoWorkersWithOneBatchUnderWayWaitForTheLink(latency: Double) {
        var costs = Self.equal(2)
        costs.seconds[1][.forward] = 3
        let period = Self.period(
            Parallelism(.stale, workers: 2, slack: 1), costs, Link(latency: latency))
        let lower = Self.busy(Self.stage, .load, .forward, .backward, .step)
        let upper = lower + 1
        #expect(abs(period - max(lower, upper, (lower + 3 + 4 + 2 * latency) / 2)) < 1e-9)
    }

    @Test func windowsAreAChainOfForwards() {
        var costs = Self.equal(6)
        costs.bytes[.state] = 100
        costs.gradientBytes = 600
        let link = Link(latency: 0.5, bandwidth: 100)
        let result = Self.simulate(Parallelism(.windows, workers: 6), costs, link, updates: 5)
        let chain = 6 * 2 + 5 * (0.5 + 1)
        let sum = 2 * 5 * (0.5 + 1)
        let expected = 0.5 + Double(chain) + 4 + sum + 0.125
        #expect(abs(result.secondsPerUpdate - expected) < 0.6)
        // An update more, without the way of the last state.
        let period = Self.period(Parallelism(.windows, workers: 6), costs, link, after: 5)
        #expect(abs(period - expected) < 1e-9)
    }

    /// N bytes over a ring of w: 2(w − 1) messages of N/w bytes each.
    @Test(arguments: [1, 2, 3, 10])
    func dataTakesARing(workers: Int) {
        var costs = Self.equal(workers)
        costs.gradientBytes = 3000
        costs.addingPerByte = 1e-3
        costs.sending = MessageCost(perMessage: 0.01)
        costs.receiving = MessageCost(perMessage: 0.02, perByte: 1e-4)
        let link = Link(latency: 0.25, bandwidth: 1000)
        let result = Self.simulate(Parallelism(.data, workers: workers), costs, link, updates: 4)
        let (others, share) = (Double(workers - 1), 1 / Double(workers))
        let ring = 2 * others * (0.25 + 0.03) + 2 * others * share * (3 + 0.3) + others * share * 3
        #expect(abs(result.secondsPerUpdate - 6.625 - ring) < 1e-9)
        let waiting = 2 * others * (0.25 + share * 3)
        #expect(result.loads.allSatisfy { abs($0.waiting - waiting) < 1e-9 })
    }

    @Test func unequalWorkersWaitForTheSlowestInASum() {
        var costs = Self.equal(3, [.forward: 1])
        costs.seconds[1][.forward] = 5
        let result = Self.simulate(Parallelism(.data, workers: 3), costs, updates: 2)
        #expect(result.secondsPerUpdate == 5)
        #expect(result.loads.map(\.waiting) == [4, 0, 4])
        #expect(result.waitingShares == [0.8, 0, 0.8])
    }

    /// Of n updates in a round the i-th is i steps old, but for no more than its slack.
    @Test func stalenessIsTheSlackOnceTheRoundIsFilled() {
        let costs = Self.equal(3)
        let stale = Self.simulate(Parallelism(.stale, workers: 3, slack: 2), costs, updates: 100)
        #expect(stale.loads.map(\.staleness) == [3.9, 1.97, 0])
        let rounds = Self.simulate(
            Parallelism(.stale, workers: 3, slack: 2), costs, updates: 15, round: 10)
        let below = (0..<10).map { min($0, 4) } + (0..<5).map { min($0, 4) }
        #expect(abs(rounds.loads[0].staleness - Double(below.reduce(0, +)) / 15) < 1e-12)
        let decoupled = Self.simulate(
            Parallelism(.decoupled, workers: 3, slack: 2), costs, updates: 100)
        // The last but one has one step more until the round ends, the last none.
        #expect(decoupled.loads.map(\.staleness) == [1.99, 1.99, 0])
    }

    @Test func roundsOfOneLengthAddUp() {
        let costs = Self.equal(4)
        let parallelism = Parallelism(.decoupled, workers: 4, slack: 1)
        func total(_ updates: Int, _ round: Int) -> Double {
            Self.simulate(parallelism, costs, updates: updates, round: round).secondsPerUpdate
                * Double(updates)
        }
        #expect(abs(total(25, 10) - 2 * total(10, 10) - total(5, 10)) < 1e-9)
        // A round more is a filling more: forwards and loads of the workers below.
        #expect(total(20, 10) > total(20, 20))
    }
}
