import Tasks
import Tensor
import Testing
import Vocabulary

@testable import Presage

/// What training relies on, for every task of separate sequences.
@Suite struct TaskTests {
    private static let kinds = TaskKind.allCases.filter { $0.spec.form == .episodes }
    private static let batch = 8

    private func task(_ kind: TaskKind, seed: Int = 1) throws -> any EpisodicTask {
        var configuration = Configuration()
        configuration[.task] = kind
        configuration[.symbols] = 3
        configuration[.seed] = seed
        guard case .episodes(let task) = try configuration.sequenceTask() else {
            throw NotEpisodic(kind: kind)
        }
        return task
    }

    private struct NotEpisodic: Error { let kind: TaskKind }

    /// The easiest levels, as a curriculum comes by them.
    private func levels(of task: any EpisodicTask) -> [Level] {
        var levels = [task.easiest]
        for _ in 0..<5 { levels.append(task.next(after: levels[levels.count - 1])) }
        return levels
    }

    private func sequences(
        _ task: any EpisodicTask, _ level: Level, _ purpose: Purpose = .trainingData, item: Int = 0
    ) -> SequenceBatch {
        task.sequences(at: level, batch: Self.batch, purpose: purpose, item: item)
    }

    @Test(arguments: kinds)
    func sequencesFitTheNetworkThatReadsThem(kind: TaskKind) throws {
        let task = try task(kind)
        for level in levels(of: task) {
            let sequences = sequences(task, level)
            #expect(sequences.batch == Self.batch && sequences.steps == task.steps(at: level))
            #expect(sequences.valueChannels == task.valueChannels)
            #expect(sequences.inputs.allSatisfy { $0 >= -1 && $0 < task.inputs })
            #expect(sequences.values.allSatisfy { $0 >= -1 && $0 <= 1 })
            #expect(sequences.targets.allSatisfy { $0 >= -1 && $0 < task.outputs })
            #expect([0, task.outputs].contains(sequences.targetWidth))
            #expect(sequences.targetValues.allSatisfy { $0.isFinite })
        }
    }

    /// Λ is the number of scored outputs of a sequence, of which there are some, and as many in all.
    @Test(arguments: kinds)
    func theLossIsOneOfScoredOutputs(kind: TaskKind) throws {
        let task = try task(kind)
        for level in levels(of: task) {
            let sequences = sequences(task, level)
            for lane in 0..<Self.batch {
                let scored = stride(from: lane, to: sequences.targets.count, by: Self.batch)
                    .count { sequences.targets[$0] >= 0 }
                #expect(scored > 0 && Float(scored) == sequences.lossScale)
            }
        }
    }

    @Test(arguments: kinds)
    func theUnitOfTheLossIsThatOfTheTargets(kind: TaskKind) throws {
        let task = try task(kind)
        let isSquared = sequences(task, task.easiest).targetWidth > 0
        #expect((kind.spec.lossUnits == "squared error") == isSquared)
    }

    @Test(arguments: kinds)
    func theNextLevelIsHarder(kind: TaskKind) throws {
        let task = try task(kind)
        let levels = levels(of: task)
        for (level, next) in zip(levels, levels.dropFirst()) {
            #expect(task.steps(at: next) > task.steps(at: level))
            #expect(next.length >= level.length && next.repeats >= level.repeats)
        }
        #expect(levels[levels.count - 1].length > levels[0].length)
    }

    @Test(arguments: kinds)
    func batchesDependOnSeedPurposeAndItemAlone(kind: TaskKind) throws {
        func content(
            seed: Int = 1, _ purpose: Purpose = .trainingData, item: Int = 0
        ) throws -> Content {
            let task = try task(kind, seed: seed)
            let drawn = sequences(task, levels(of: task)[5], purpose, item: item)
            return Content(symbols: drawn.inputs, values: drawn.values, targets: drawn.targets)
        }
        let first = try content()
        #expect(try content() == first)
        #expect(try content(item: 1) != first)
        #expect(try content(.heldOutData) != first)
        #expect(try content(seed: 2) != first)
    }

    private struct Content: Equatable {
        let symbols: [Int32]
        let values: [Float]
        let targets: [Int32]
    }
}
