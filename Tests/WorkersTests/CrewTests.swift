import Tensor
import TestSupport
import Testing
import Trainers

@testable import Workers

/// Workers with messages between them, and their coordinator.
@Suite struct CrewTests {
    /// A network and the ways in which two or three workers share it.
    static func network(
        _ mode: Parallelism.Mode, workers: Int, seed: UInt64 = 5
    ) -> LayeredCase {
        var numbers = TestNumbers(seed: seed)
        return LayeredCase(
            &numbers, workers: workers, synthetic: mode == .decoupled || mode == .forwardUnlocked,
            inputs: mode == .forwardUnlocked, batchNormalized: true)
    }

    static let layered: [Parallelism] = [
        Parallelism(.locked, workers: 3), Parallelism(.pipelined, workers: 2, microbatches: 3),
        Parallelism(.stale, workers: 3, slack: 2), Parallelism(.decoupled, workers: 3, slack: 1),
        Parallelism(.forwardUnlocked, workers: 2, slack: 2), Parallelism(.data, workers: 3),
        Parallelism(.decoupled, workers: 1),
    ]

    private func crew(
        _ parallelism: Parallelism, _ medium: Medium = .memory, deadline: Double = 20
    ) throws -> ThreadCrew {
        let network = Self.network(parallelism.mode, workers: parallelism.workers)
        return try ThreadCrew(medium, parallelism, deadline: deadline) {
            network.stages(parallelism)[$0].stage
        }
    }

    private func train(_ crew: Crew, _ updates: Range<Int>) throws -> [[WorkerReport]] {
        try stride(from: updates.lowerBound, to: updates.upperBound, by: 100).map {
            try crew.run($0..<min($0 + 100, updates.upperBound))
        }
    }

    @Test(arguments: layered)
    func allMediaGiveTheSameBitsAfterAThousandUpdates(_ parallelism: Parallelism) throws {
        let network = Self.network(parallelism.mode, workers: parallelism.workers)
        let stages = network.stages(parallelism).map(\.stage)
        for start in stride(from: 0, to: 1000, by: 100) {
            try runTogether(stages, Schedule(parallelism), start..<start + 100)
        }
        // Sums around a ring round in another order than those of the interpreter.
        var expected = parallelism.mode == .data ? nil : try gathered(stages)
        for medium in Medium.allCases {
            let crew = try crew(parallelism, medium)
            let reports = try train(crew.crew, 0..<1000)
            let state = bits(try crew.crew.pull())
            #expect(crew.end() == parallelism.workerRange.map { _ in nil })
            #expect(reports.count == 10)
            #expect(state == expected ?? state, "\(medium)")
            expected = state
        }
    }

    @Test(arguments: layered)
    func trainingGoesOnFromAStateToTheSameBits(_ parallelism: Parallelism) throws {
        let whole = try crew(parallelism)
        _ = try whole.crew.run(0..<20)
        _ = try whole.crew.run(20..<30)
        let first = try crew(parallelism)
        _ = try first.crew.run(0..<20)
        let state = try first.crew.pull()
        first.end()
        // It is that of a trainer in one process.
        let network = Self.network(parallelism.mode, workers: parallelism.workers)
        let trainer = network.trainer()
        let transfer = StateTransfer(restoring: state.common)
        try trainer.transfer(transfer)
        try transfer.end()
        #expect(trainer.updates == 20)
        let second = try crew(parallelism)
        _ = try second.crew.run(0..<5)
        try second.crew.push(state)
        _ = try second.crew.run(20..<30)
        #expect(bits(try second.crew.pull()) == bits(try whole.crew.pull()))
        #expect(second.end().allSatisfy { $0 == nil } && whole.end().allSatisfy { $0 == nil })
    }

    @Test(arguments: layered)
    func costsOfAllWorksAreMeasuredAndLeaveNoTrace(_ parallelism: Parallelism) throws {
        let crew = try crew(parallelism, .unix)
        let before = try crew.crew.pull()
        let measured = try crew.crew.calibrate(rounds: 3)
        try crew.crew.push(before)
        #expect(bits(try crew.crew.pull()) == bits(before))
        let schedule = Schedule(parallelism)
        for worker in parallelism.workerRange {
            let works = schedule.actions(of: worker, in: 0..<1).compactMap { action in
                if case .compute(let work, _, _) = action { work } else { nil }
            }
            #expect(Set(measured.costs.seconds[worker].keys) == Set(works))
            #expect(measured.costs.seconds[worker].values.allSatisfy { $0 > 0 && $0 < 1 })
        }
        #expect((measured.costs.gradientBytes > 0) == (parallelism.mode == .data))
        #expect(
            measured.costs.bytes.isEmpty == (parallelism.workers == 1 || parallelism.mode == .data))
        #expect((measured.costs.sending.perMessage > 0) == (parallelism.workers > 1))
        // And training goes on.
        _ = try crew.crew.run(0..<3)
        crew.end()
    }
}

extension Parallelism {
    var workerRange: Range<Int> { 0..<workers }
}
