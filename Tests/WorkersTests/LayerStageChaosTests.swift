import Layers
import Tensor
import TestSupport
import Testing
import Trainers
import Workers

/// Layers on workers against the same network in one process, over random networks.
@Suite struct LayerStageChaosTests {
    static let workers = [1, 2, 3, 4, 8]

    private func expectSameBits(
        _ network: LayeredCase, _ parallelism: Parallelism, updates: Int = 12,
        rounds: Int = 3
    ) throws {
        let trainer = network.trainer()
        var loss = 0.0
        for update in 0..<updates { loss += trainer.update(network.batch(update)).loss }
        let stages = network.stages(parallelism).map(\.stage)
        let schedule = Schedule(parallelism)
        for start in stride(from: 0, to: updates, by: updates / rounds) {
            try runTogether(stages, schedule, start..<start + updates / rounds)
        }
        let (ours, theirs) = try (gathered(stages), whole(trainer))
        #expect(Set(ours.keys) == Set(theirs.keys))
        for (path, bits) in theirs {
            #expect(ours[path] == bits, "\(path) of \(network), \(parallelism)")
        }
        let reports = stages.map { $0.takeReport() }
        #expect(reports.reduce(0) { $0 + $1.loss } == loss)
        #expect(reports.allSatisfy { $0.updates == updates })
        #expect(reports.reduce(0) { $0 + $1.scoredOutputs } == updates * network.batch)
    }

    @Test(arguments: workers)
    func lockedLayersAreBackpropagation(_ workers: Int) throws {
        var numbers = TestNumbers(seed: UInt64(workers))
        for _ in 0..<Chaos.trials(short: 6, long: 200) {
            let network = LayeredCase(&numbers, workers: workers)
            try expectSameBits(network, Parallelism(.locked, workers: workers))
            try expectSameBits(network, Parallelism(.stale, workers: workers, slack: 0))
            try expectSameBits(
                network, Parallelism(.pipelined, workers: workers, microbatches: 1))
        }
    }

    @Test(arguments: workers)
    func decoupledLayersAreTheTrainerWithThatPlacement(_ workers: Int) throws {
        var numbers = TestNumbers(seed: UInt64(100 + workers))
        for _ in 0..<Chaos.trials(short: 10, long: 300) {
            let network = LayeredCase(&numbers, workers: workers, synthetic: true)
            try expectSameBits(network, Parallelism(.decoupled, workers: workers))
        }
    }

    @Test(arguments: workers)
    func forwardUnlockedLayersAreTheTrainerWithSyntheticInputs(_ workers: Int) throws {
        var numbers = TestNumbers(seed: UInt64(200 + workers))
        for _ in 0..<Chaos.trials(short: 10, long: 300) {
            let network = LayeredCase(
                &numbers, workers: workers, synthetic: true, inputs: true)
            try expectSameBits(network, Parallelism(.forwardUnlocked, workers: workers))
        }
    }
}
