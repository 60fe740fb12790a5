import Layers
import Store
import Tasks
import Tensor
import TestSupport
import Testing
import Trainers
import Vocabulary

@testable import Presage

/// How far a curriculum could have come, and what the final weights can still do.
@Suite struct CurriculumCourseTests {
    private static let kinds = TaskKind.allCases.filter { $0.spec.form == .episodes }

    private static func configuration(_ task: TaskKind) -> Configuration {
        var configuration = Configuration()
        configuration[.task] = task
        configuration[.units] = 6
        configuration[.batch] = 4
        configuration[.truncation] = 4
        configuration[.budget] = 83
        configuration[.recordEvery] = 10
        configuration[.evaluateEvery] = 3
        configuration[.curriculumBatches] = 2
        // Passed whatever a network says.
        configuration[.curriculumThreshold] = 100
        if task == .adding { configuration[.curriculumThreshold] = 0.1 }
        return configuration
    }

    private func value(_ quantity: Quantity, _ outcome: CellRun.Outcome) throws -> Double {
        let dataset = outcome.datasets.first { $0.name == quantity.name }
        return try #require(dataset?.elements.reals?.last, "\(quantity.name)")
    }

    /// A run whose every test is passed comes just as far as it could, and its weights pass all again.
    @Test(arguments: kinds.filter { $0 != .adding }, BudgetUnit.allCases)
    func passingEveryTestIsTheLimit(task: TaskKind, unit: BudgetUnit) throws {
        for start in [1, 3] {
            var configuration = Self.configuration(task)
            configuration[.budgetUnit] = unit
            configuration[.curriculumStart] = start
            let outcome = try outcomeOfRun(configuration)
            let solved = try value(.solvedLength, outcome)
            // ⌈83 / 3⌉ evaluations, two a level.
            if task != .repeatCopy { #expect(solved == Double(14 + start - 1)) }
            #expect(try value(.solvableLength, outcome) == solved)
            #expect(try value(.solvedLengthNow, outcome) == solved)
            let steps = try value(.solvedSteps, outcome)
            #expect(try value(.solvableSteps, outcome) == steps)
            #expect(try value(.solvedStepsNow, outcome) == steps)
        }
    }

    @Test(arguments: kinds)
    func theLimitIsToldWhateverIsLearned(task: TaskKind) throws {
        var configuration = Self.configuration(task)
        configuration[.curriculumThreshold] = 1e-9
        let outcome = try outcomeOfRun(configuration)
        let first: Double = task == .adding ? 1 : 0
        if task != .repeatCopy { #expect(try value(.solvableLength, outcome) == 14 + first) }
        #expect(try value(.solvedLength, outcome) == 0)
        #expect(try value(.solvedLengthNow, outcome) == 0)
        #expect(try value(.solvedStepsNow, outcome) == 0)
    }

    /// Levels before the first count as solved, but weights that never learned them do not solve them.
    @Test func whatCountsAsSolvedIsTriedAllTheSame() throws {
        var configuration = Self.configuration(.copy)
        configuration[.curriculumThreshold] = 0.15
        configuration[.curriculumStart] = 6
        configuration[.budget] = 6
        let outcome = try outcomeOfRun(configuration)
        #expect(try value(.solvedLength, outcome) == 5)
        #expect(try value(.solvedLengthNow, outcome) == 0)
    }

    /// A network that learned something, measured again from the tensors of its file. Those that see one
    /// length at a time forget the shorter ones as they go on: they may solve none in the end.
    @Test(arguments: kinds, [false, true])
    func theFinalWeightsSolveIt(task kind: TaskKind, allLengths: Bool) throws {
        var configuration = Self.configuration(kind)
        configuration[.method] = .fullBPTT
        configuration[.units] = 24
        configuration[.batch] = 32
        configuration[.learningRate] = 0.01
        configuration[.budget] = 500
        configuration[.lengthDistribution] = allLengths ? .uniform : .fixed
        configuration[.curriculumThreshold] = kind == .adding ? 0.05 : 0.3
        let outcome = try outcomeOfRun(configuration)
        let now = try value(.solvedLengthNow, outcome)
        let solved = try value(.solvedLength, outcome)
        let mustKnowSome = allLengths && kind != .repeatCopy
        #expect(now <= solved && solved > 0 && (now > 0 || !mustKnowSome), "\(now) of \(solved)")

        guard case .episodes(let task)? = try configuration.sequenceTask() else { return }
        let network = configuration.network(
            symbols: task.inputs, values: task.valueChannels, outputs: task.outputs)
        let stored = try #require(outcome.groups.first { $0.name == "parameters" })
        for block in network.parameters.blocks {
            guard case .float32(let values)? = stored.dataset(block.name)?.elements else {
                continue
            }
            network.parameters[block.name].copy(from: values)
        }
        let evaluator = Evaluator(network: network, batch: 32, in: Workspace())
        func error(_ level: Level) -> Double {
            let errors = (0..<2).map { item in
                evaluator.meanLoss(
                    of: task.sequences(
                        at: level, batch: 32, purpose: .finalTestData, item: item))
            }
            return (errors[0] + errors[1]) / 2
        }
        var (level, hardest) = (task.easiest, Level?.none)
        while level.length <= Int(solved) {
            let isReached = Double(task.steps(at: level)) <= (try value(.solvedSteps, outcome))
            if isReached && error(level) < configuration[.curriculumThreshold] { hardest = level }
            level = task.next(after: level)
        }
        #expect(Double(hardest?.length ?? 0) == now)
        #expect(
            Double(hardest.map(task.steps) ?? 0) == (try value(.solvedStepsNow, outcome)))
    }
}
