import Tasks
import Testing

@Suite struct TextTaskTests {
    @Test func theVocabularyComesFromTheTrainingPart() throws {
        let corpus = try TextCorpus(training: "banana é", validation: "ab", test: "na")
        #expect(corpus.vocabulary == [" ", "a", "b", "n", "é"])
        #expect(corpus.training == [2, 1, 3, 1, 3, 1, 0, 4])
        #expect(corpus.validation == [1, 2])
    }

    @Test func anUnknownCharacterIsNamedWithItsPlace() {
        #expect {
            try TextCorpus(training: "abc", validation: "ab", test: "abcé")
        } throws: { error in
            "\(error)".hasPrefix(
                "the test part has 'é' (U+00E9) at character 3, which the training")
        }
    }

    @Test func aLineBreakDoesNotBreakTheMessage() {
        #expect {
            try TextCorpus(training: "abc", validation: "ab\n", test: "ab")
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
        #expect(task.validation.steps == 3)
        #expect(task.characters == 10)
    }

    @Test func moreLanesThanCharactersIsAnError() throws {
        let corpus = try TextCorpus(training: "abcd", validation: "ab", test: "ab")
        #expect(
            throws: TextError.tooShortForBatch(part: "training", characters: 4, batch: 4)
        ) { try TextTask(corpus, batch: 4, evaluationCharacters: 10) }
    }
}
