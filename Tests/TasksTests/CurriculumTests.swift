import Tasks
import Testing

@Suite struct CurriculumTests {
    private static let copy = CopyTask(symbols: 3, seed: 5)
    private static let repeatCopy = RepeatCopyTask(symbols: 3, seed: 5)

    @Test func advancesOnARunningMean() {
        var curriculum = Curriculum(of: Self.copy, from: 1, threshold: 0.15, window: 3)
        for bits in [0.1, 0.1] { curriculum.record(bits) }
        #expect(curriculum.level == Level(length: 1), "three batches decide")
        curriculum.record(0.4)
        #expect(curriculum.solved == nil && curriculum.solvedLength == 0, "the mean is 0.2")
        curriculum.record(0.1)
        curriculum.record(0.1)
        #expect(curriculum.level == Level(length: 1))
        curriculum.record(0.1)
        #expect(curriculum.level == Level(length: 2) && curriculum.solved == Level(length: 1))
        #expect(curriculum.solvedLength == 1)
        curriculum.record(0.01)
        #expect(curriculum.level == Level(length: 2), "the count starts anew at a new level")
    }

    @Test func aSingleBatchCanDecide() {
        var curriculum = Curriculum(of: Self.copy, from: 1, threshold: 0.15, window: 1)
        curriculum.record(0.15)
        #expect(curriculum.level == Level(length: 1))
        curriculum.record(0.149)
        #expect(curriculum.level == Level(length: 2))
        curriculum.record(.nan)
        #expect(curriculum.level == Level(length: 2))
    }

    @Test func theLevelBeforeALaterStartCountsAsSolved() {
        let copy = Curriculum(of: Self.copy, from: 4, threshold: 0.15, window: 1)
        #expect(copy.level == Level(length: 4) && copy.solvedLength == 3)
        let repeatCopy = Curriculum(of: Self.repeatCopy, from: 4, threshold: 0.15, window: 1)
        #expect(repeatCopy.level == Level(length: 4, repeats: 3))
        #expect(repeatCopy.solved == Level(length: 3, repeats: 3))
        let adding = Curriculum(of: AddingTask(seed: 5), from: 1, threshold: 0.15, window: 1)
        #expect(adding.level == Level(length: 2) && adding.solved == nil, "no shorter sum")
    }

    /// What is within reach is what a curriculum comes to whose every evaluation is passed.
    @Test(arguments: [1, 3, 7], [0, 1, 6, 7, 8, 41])
    func withinReachIsWhatPassingAllComesTo(window: Int, evaluations: Int) {
        for task: any EpisodicTask in [Self.copy, Self.repeatCopy, AddingTask(seed: 5)] {
            for start in [1, 4] {
                var passing = Curriculum(of: task, from: start, threshold: 0.15, window: window)
                let within = passing.solvableLevel(evaluations: evaluations)
                for _ in 0..<evaluations { passing.record(0) }
                #expect(within == passing.solved)
            }
        }
    }

    @Test func noNumberOfEvaluationsTakesForEver() {
        let curriculum = Curriculum(of: Self.copy, from: 1, threshold: 0.15, window: 1)
        #expect(curriculum.solvableLevel(evaluations: 1_000_000_000)?.length == 1 << 20)
    }

    @Test func whatIsSolvedNowIsSoughtFromTheHardestDown() {
        var curriculum = Curriculum(of: Self.repeatCopy, from: 1, threshold: 0.15, window: 1)
        var asked: [Level] = []
        func now(_ solves: Set<Level>) -> Level? {
            asked = []
            return curriculum.solvedNow { level in
                asked.append(level)
                return solves.contains(level) ? 0.149 : 0.15
            }
        }
        let levels = [(1, 1), (2, 1), (2, 2), (3, 2)].map { Level(length: $0.0, repeats: $0.1) }
        #expect(now(Set(levels)) == nil && asked.isEmpty, "nothing is solved yet")
        for _ in 0..<3 { curriculum.record(0) }
        #expect(now(Set(levels)) == levels[2], "no harder one than was solved")
        #expect(now([levels[0], levels[1]]) == levels[1])
        #expect(asked == [levels[2], levels[1]])
        #expect(now([]) == nil && asked == levels[..<3].reversed())
        #expect(curriculum.solvedNow { _ in .nan } == nil)
    }

    @Test func lengthAndRepeatsAreRaisedInTurn() {
        var curriculum = Curriculum(of: Self.repeatCopy, from: 1, threshold: 0.15, window: 1)
        var levels = [curriculum.level]
        for _ in 0..<5 {
            curriculum.record(0)
            #expect(curriculum.solved == levels.last)
            levels.append(curriculum.level)
        }
        #expect(
            levels
                == [(1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (4, 3)]
                .map { Level(length: $0.0, repeats: $0.1) })
    }

    @Test func lengthIsRaisedByOneWhereNothingRepeats() {
        let level = Level(length: 6)
        #expect(Self.copy.next(after: level) == Level(length: 7))
        #expect(AddingTask(seed: 5).next(after: level) == Level(length: 7))
    }
}
