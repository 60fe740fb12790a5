import Testing

@testable import Tasks

@Suite struct TextTaskTests {
    /// Where the training part has all characters, the vocabulary is the same by every rule.
    @Test(arguments: [TextCorpus.VocabularyRule.all, .training])
    func theVocabularyIsSorted(rule: TextCorpus.VocabularyRule) throws {
        let corpus = try TextCorpus(
            training: "banana é", validation: "ab", test: "na", vocabulary: rule)
        #expect(corpus.symbols == 5 && corpus.unseen == 0)
        #expect(corpus.vocabulary == [" ", "a", "b", "n", "é"])
        #expect(corpus.training == [2, 1, 3, 1, 3, 1, 0, 4])
        #expect(corpus.validation == [1, 2])
    }

    @Test func lateCharactersAreInTheVocabularyOfAllParts() throws {
        let corpus = try TextCorpus(training: "abc", validation: "axa", test: "xb€")
        #expect(corpus.vocabulary == ["a", "b", "c", "x", "€"] && corpus.symbols == 5)
        #expect(corpus.training == [0, 1, 2] && corpus.validation == [0, 3, 0])
        #expect(corpus.test == [3, 1, 4] && corpus.unseen == 3)
    }

    @Test func oneSymbolMayStandForLateCharacters() throws {
        let corpus = try TextCorpus(
            training: "abc", validation: "axa", test: "€bx", vocabulary: .unknown)
        #expect(corpus.vocabulary == ["a", "b", "c"] && corpus.symbols == 4)
        #expect(corpus.validation == [0, 3, 0] && corpus.test == [3, 1, 3] && corpus.unseen == 3)
        let task = try TextTask(corpus, batch: 1, evaluationCharacters: 9)
        #expect(task.characters == 4)
    }

    /// In Swift CRLF is one character, and a letter with its accent is one.
    @Test func charactersAreUnicodeScalars() throws {
        let corpus = try TextCorpus(training: "\r\ne\u{301}", validation: "e\r", test: "\n\u{301}")
        #expect(corpus.vocabulary == ["\n", "\r", "e", "\u{301}"])
        #expect(corpus.training == [1, 0, 2, 3])
    }

    @Test func anUnknownCharacterIsNamedWithItsPlace() {
        #expect {
            try TextCorpus(
                training: "abc", validation: "ab", test: "abcé", vocabulary: .training)
        } throws: { error in
            "\(error)".hasPrefix(
                "the test part has 'é' (U+00E9) at character 3, which the training")
        }
    }

    @Test func aLineBreakDoesNotBreakTheMessage() {
        #expect {
            try TextCorpus(
                training: "abc", validation: "ab\n", test: "ab", vocabulary: .training)
        } throws: {
            "\($0)".hasPrefix(#"the validation part has '\n' (U+000A) at character 2, "#)
        }
    }

    @Test func aTextIsSplitByPosition() throws {
        let text = String(repeating: "0123456789", count: 20)
        let corpus = try TextCorpus(splitting: text)
        #expect(corpus.training.count == 180)
        #expect(corpus.validation == (0..<10).map { Int32($0) })
        #expect(corpus.test.count == 10)
    }

    @Test(arguments: ["", "a", "aaaaaaaaaa"])
    func aShortTextIsAnError(text: String) {
        #expect(throws: TextError.self) { try TextCorpus(splitting: text) }
    }

    @Test func lanesReadOnAndPredictTheNextCharacter() throws {
        let text = "abcdefghijabcdefghij"
        let corpus = try TextCorpus(training: text, validation: text, test: text)
        let task = try TextTask(corpus, batch: 3, evaluationCharacters: 10)
        // Lanes of (20 − 1) / 3 = 6 characters, begun at 0, 6 and 12.
        #expect(task.epoch.steps == 6)
        #expect(Array(task.epoch.inputs(0..<2)) == [0, 6, 2, 1, 7, 3])
        #expect(Array(task.epoch.targets(0..<2)) == [1, 7, 3, 2, 8, 4])
        #expect(task.epoch.lossScale == 1)
        #expect(task.validation.steps == 9)
        #expect(task.characters == 10)
    }

    /// How often each place of a text, whose characters are their places, is scored.
    private func scored(_ lanes: SequenceBatch) -> [Int32: Int] {
        var counts: [Int32: Int] = [:]
        for lane in 0..<lanes.batch {
            let places = stride(from: lane, to: lanes.inputs.count, by: lanes.batch)
            let first = lanes.inputs[lane]
            for (step, place) in places.enumerated() where lanes.targets[place] >= 0 {
                #expect(lanes.inputs[place] == first + Int32(step), "a lane has no gap")
                #expect(lanes.targets[place] == lanes.inputs[place] + 1)
                #expect(step >= 128 || first == 0, "cold but at the text's beginning")
                counts[lanes.targets[place], default: 0] += 1
            }
        }
        return counts
    }

    @Test(arguments: [2, 3, 128, 129, 256, 257, 384, 385, 386, 1000, 2000, 2304, 2305, 20_011])
    func everyCharacterIsEvaluatedOnceAndWarm(count: Int) throws {
        // Every character is another: it says where it stands.
        let text = ArraySlice((0..<count).map(Int32.init))
        let lanes = SequenceBatch.evaluation(of: text)
        #expect(
            scored(lanes) == Dictionary(uniqueKeysWithValues: (1..<count).map { (Int32($0), 1) }))
        #expect(lanes.batch <= 16 && lanes.batch * lanes.steps < 2 * count + 16)
    }

    @Test(arguments: [1, 2, 7, 64]) func evaluationKnowsNoBatch(batch: Int) throws {
        let text = String(repeating: "abcdefghij", count: 300)
        let corpus = try TextCorpus(splitting: text)
        let one = try TextTask(corpus, batch: 1, evaluationCharacters: 120)
        let task = try TextTask(corpus, batch: batch, evaluationCharacters: 120)
        #expect(task.epoch.batch == batch)
        #expect(task.validation.inputs == one.validation.inputs)
        #expect(task.validation.targets == one.validation.targets)
        #expect(task.test.inputs == one.test.inputs && task.test.batch == one.test.batch)
    }

    @Test func diagnosisWantsLanesOfTheValidationPart() throws {
        let corpus = try TextCorpus(splitting: String(repeating: "ab", count: 100))
        #expect(
            throws: TextError.tooShortForBatch(part: "validation", characters: 10, batch: 10)
        ) { try TextTask(corpus, batch: 10, evaluationCharacters: 50, diagnoses: true) }
        let task = try TextTask(corpus, batch: 3, evaluationCharacters: 50, diagnoses: true)
        #expect(task.diagnosis(steps: 2).steps == 2 && task.diagnosis(steps: 9).steps == 3)
        #expect(task.diagnosis(steps: 2).batch == 3)
    }

    @Test func moreLanesThanCharactersIsAnError() throws {
        let corpus = try TextCorpus(training: "abcd", validation: "ab", test: "ab")
        #expect(
            throws: TextError.tooShortForBatch(part: "training", characters: 4, batch: 4)
        ) { try TextTask(corpus, batch: 4, evaluationCharacters: 10) }
    }
}
