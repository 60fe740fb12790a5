import Channels
import Foundation
import Tensor
import TestSupport
import Testing
import Trainers

@testable import Workers

/// Workers that end, say nothing, diverge or are asked for nonsense: one error that names who and why,
/// in time.
@Suite struct WorkerFaultTests {
    private static let parallelism = Parallelism(.locked, workers: 3)

    private func network() -> LayeredCase {
        var numbers = TestNumbers(seed: 8)
        return LayeredCase(&numbers, workers: 3)
    }

    private func crew(
        _ medium: Medium, deadline: Double, impostor: [Int: (any Channel) throws -> Void] = [:]
    ) throws -> ThreadCrew {
        let network = network()
        return try ThreadCrew(
            medium, Self.parallelism, deadline: deadline, impostor: impostor
        ) { network.stages(Self.parallelism)[$0].stage }
    }

    private static func awaitOrder(_ channel: any Channel) throws {
        _ = try channel.receive(
            Channels.Tag(content: Message.order.rawValue, update: 1), from: channel.workers,
            within: 20)
    }

    @Test(arguments: Medium.allCases, [0, 1, 2])
    func aWorkerThatEndsInARoundIsFoundAtOnce(_ medium: Medium, _ worker: Int) throws {
        let crew = try crew(
            medium, deadline: 60,
            impostor: [
                worker: { channel in
                    try Self.awaitOrder(channel)
                    channel.close(within: 1)
                }
            ])
        let start = monotonicSeconds()
        #expect(throws: WorkerFault.gone(worker: worker)) { try crew.crew.run(0..<50) }
        #expect(monotonicSeconds() - start < 20)
        let faults = crew.end()
        for other in 0..<3 where other != worker {
            #expect(faults[other] != nil)
        }
    }

    @Test(arguments: [Medium.memory, .unix], [0, 1, 2])
    func aWorkerThatSaysNothingIsNamedWithinTheDeadline(
        _ medium: Medium, _ worker: Int
    ) throws {
        let crew = try crew(
            medium, deadline: 2,
            impostor: [
                worker: { channel in
                    try Self.awaitOrder(channel)
                    Thread.sleep(forTimeInterval: 3)
                    channel.close(within: 1)
                }
            ])
        let start = monotonicSeconds()
        let fault = #expect(throws: WorkerFault.self) { try crew.crew.run(0..<50) }
        #expect(monotonicSeconds() - start < 4)
        #expect(fault?.worker == worker, "\(String(describing: fault))")
        if case .silent? = fault {} else { Issue.record("\(String(describing: fault))") }
        crew.end()
    }

    @Test(arguments: Medium.allCases)
    func theEndOfTheCoordinatorEndsTheWorkers(_ medium: Medium) throws {
        let schedule = Schedule(Self.parallelism)
        var endpoints = try medium.endpoints(workers: 3, slots: schedule.slots)
        let coordinator = endpoints.removeLast()
        let (network, channels) = (network(), endpoints)
        let threads = Threads(3) { worker in
            let stage = network.stages(Self.parallelism)[worker].stage
            try WorkerLoop(Worker(stage, schedule, channels[worker]), deadline: 60).run()
        }
        let crew = Crew(coordinator, deadline: 60)
        _ = try crew.run(0..<3)
        coordinator.close(within: 1)
        for result in threads.results() {
            #expect(throws: WorkerFault.abandoned) { try result.get() }
        }
    }

    @Test(arguments: CrewTests.layered)
    func divergenceKeepsNobodyWaiting(_ parallelism: Parallelism) throws {
        let network = CrewTests.network(parallelism.mode, workers: parallelism.workers)
        let crew = try ThreadCrew(.memory, parallelism) { worker in
            LayerStage(network.trainer(), worker: worker, parallelism, in: Workspace()) { update in
                let batch = network.batch(update)
                if update >= 3 { batch.x.fill(.nan) }
                return batch
            }
        }
        #expect(try crew.crew.run(0..<3).allSatisfy { $0.isFinite })
        let reports = try crew.crew.run(3..<20)
        #expect(reports.contains { !$0.isFinite })
        #expect(reports.allSatisfy { $0.stage.updates == 17 })
        #expect(try crew.crew.pull().common.isEmpty == false)
        crew.end()
    }

    @Test func theStateOfAnotherRunIsRefused() throws {
        let crew = try crew(.unix, deadline: 20)
        var state = try crew.crew.pull()
        state.common.removeLast()
        let fault = #expect(throws: WorkerFault.self) { try crew.crew.push(state) }
        #expect(fault?.description.contains("the state of another run") == true)
        crew.end()
    }

    @Test func aParcelOfAnotherSizeIsRefused() throws {
        let stage = network().stages(Self.parallelism)[1].stage
        let parcel = Parcel(.output, update: 0)
        let error = #expect(throws: StageError.self) {
            try stage.accept(parcel, UnsafeRawBufferPointer(start: nil, count: 0))
        }
        #expect(
            error?.description.hasPrefix("it sent 0 bytes as the output of update 0, not ") == true)
    }

    @Test func faultsAreOneLineThatNamesTheWorker() {
        #expect(WorkerFault.gone(worker: 2).description == "worker 2 has ended")
        #expect(
            WorkerFault.silent(worker: 1, seconds: 30).description
                == "worker 1 was silent for 30 s")
        #expect(WorkerFault.failed(worker: 0, "x").description == "worker 0: x")
        #expect(WorkerFault.gone(worker: 2).worker == 2 && WorkerFault.abandoned.worker == nil)
    }

    @Test func addedTimeIsWaited() throws {
        let network = network()
        let parallelism = Parallelism(.locked, workers: 1)
        let stage = LayerStage(
            network.trainer(), worker: 0, parallelism, sleep: 0.002, in: Workspace()
        ) { network.batch($0) }
        let channel = MemoryChannel.make(workers: 1, slots: 4)[0]
        let report = try Worker(stage, Schedule(parallelism), channel).run(0..<5, within: 1)
        let least = 5 * 0.002 * Double(network.depth)
        #expect((report.working[.forward] ?? 0) >= least)
        #expect((report.working[.backward] ?? 0) >= 2 * least)
        #expect(report.elapsed >= 3 * least && report.waiting == 0)
    }
}

extension WorkerReport {
    /// Whether training can go on: false once a loss or a gradient is infinite or NaN.
    fileprivate var isFinite: Bool {
        (stage.loss + stage.squaredGradientNorm + stage.synthesizerLoss + stage.inputLoss).isFinite
    }
}
