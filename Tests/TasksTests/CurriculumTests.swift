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
