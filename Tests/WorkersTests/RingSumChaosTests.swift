import Channels
import Processes
import Tensor
import TestSupport
import Testing

@testable import Workers

/// Sums around a ring, and states as bytes.
@Suite struct RingSumChaosTests {
    /// A stage that has numbers to be summed and nothing else.
    private final class Numbers: Stage {
        let gradients: [Matrix]
        init(_ gradients: [Matrix]) { self.gradients = gradients }
        func compute(_ work: Work, update: Int, part: Int) {}
        func contents(of parcel: Parcel) -> Matrix { gradients[0] }
        func accept(_ parcel: Parcel, _ bytes: UnsafeRawBufferPointer) throws(StageError) {}
        func takeReport() -> StageReport { StageReport() }
        func transfer(_ state: StateTransfer) throws(StateMismatch) {}
        func transferOwn(_ state: StateTransfer) throws(StateMismatch) {}
    }

    @Test func allWorkersHaveTheSameSum() throws {
        var random = TestNumbers(seed: 4)
        for trial in 0..<Chaos.trials(short: 20, long: 500) {
            let workers = Int.random(in: 1...7, using: &random)
            let shapes = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                Int.random(in: 0...9, using: &random)
            }
            let values = (0..<workers).map { _ in shapes.map { random.floats($0) } }
            let stages = values.map { tensors in
                Numbers(tensors.map { Matrix(rows: 1, columns: $0.count, $0) })
            }
            let schedule = Schedule(Parallelism(.data, workers: workers))
            let channels = try Medium.allCases[trial % 3].endpoints(
                workers: workers, slots: schedule.slots)
            let results = Threads(workers) { worker in
                _ = try Worker(stages[worker], schedule, channels[worker]).run(
                    7..<8, within: 20)
            }.results()
            for result in results { try result.get() }
            for tensor in shapes.indices {
                let sum = (0..<shapes[tensor]).map { index in
                    values.reduce(0.0) { $0 + Double($1[tensor][index]) }
                }
                for stage in stages {
                    #expect(
                        stage.gradients[tensor].values == stages[0].gradients[tensor].values)
                    #expect(
                        zip(stage.gradients[tensor].values, sum).allSatisfy {
                            abs(Double($0) - $1) < 1e-5
                        })
                }
            }
        }
    }

    @Test func statesAreTheSameAfterTheWayAndPiecesOfThemAreNone() throws {
        var random = TestNumbers(seed: 9)
        for _ in 0..<Chaos.trials(short: 50, long: 2000) {
            let parts: [StatePart] = (0..<Int.random(in: 0...4, using: &random)).map { part in
                let count = Int.random(in: 0...5, using: &random)
                let numbers: StateNumbers =
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: .floats(random.floats(count) + [.nan, .infinity])
                    case 1: .reals(random.floats(count).map(Double.init))
                    default:
                        .integers((0..<count).map { _ in Int.random(in: -9...9, using: &random) })
                    }
                return (["näme", "\(part)"], numbers)
            }
            let bytes = StateBytes.encode(parts)
            let back = try StateBytes.decode(bytes)
            #expect(back.map(\.path) == parts.map(\.path))
            #expect(back.map(\.numbers.bits) == parts.map(\.numbers.bits))
            let cut = Int.random(in: 0..<bytes.count, using: &random)
            #expect(throws: MalformedBytes.self) {
                try StateBytes.decode(Array(bytes.prefix(cut)))
            }
            // Anything else is a state or none, and no trap.
            var garbage = bytes
            garbage[cut] = UInt8.random(in: 0...255, using: &random)
            _ = try? StateBytes.decode(garbage)
        }
    }
}
