/// The task of character-level language modelling: predict the next character, with the state
/// carried along the text.
///
/// The training part is cut into B lanes that are read side by side, once an epoch; an epoch is one
/// sequence and Λ = 1. The held-out parts are laid out without regard to B. Lanes are made when they
/// are asked for: tasks on one corpus share its text.
package struct TextTask: Sendable {
    /// The text.
    package let corpus: TextCorpus
    private let batch: Int
    private let evaluationCharacters: Int

    /// The width of the input and of the output.
    package var characters: Int { corpus.symbols }

    /// A task on `corpus`.
    /// - Parameters:
    ///   - batch: the number of lanes B.
    ///   - evaluationCharacters: the number of characters of the validation and of the test part
    ///     that are used, from the beginning; at least 2.
    ///   - diagnoses: whether gradients are measured on lanes of the validation part.
    /// - Throws: `TextError.tooShortForBatch`.
    package init(
        _ corpus: TextCorpus, batch: Int, evaluationCharacters: Int, diagnoses: Bool = false
    ) throws(TextError) {
        self.corpus = corpus
        self.batch = batch
        self.evaluationCharacters = evaluationCharacters
        try check(corpus.training.count, "training")
        if diagnoses {
            try check(min(corpus.validation.count, evaluationCharacters), "validation")
        }
    }

    private func check(_ characters: Int, _ part: String) throws(TextError) {
        guard characters > batch else {
            throw .tooShortForBatch(part: part, characters: characters, batch: batch)
        }
    }

    /// The training part, one epoch.
    package var epoch: SequenceBatch { lanes(of: corpus.training[...]) }

    /// The beginning of the validation part, all of it scored but the first character.
    package var validation: SequenceBatch {
        .evaluation(of: corpus.validation.prefix(evaluationCharacters))
    }

    /// The beginning of the test part, all of it scored but the first character.
    package var test: SequenceBatch {
        .evaluation(of: corpus.test.prefix(evaluationCharacters))
    }

    /// The first steps of B lanes of the validation part, to measure gradients on.
    package func diagnosis(steps: Int) -> SequenceBatch {
        lanes(of: corpus.validation.prefix(evaluationCharacters)).prefix(steps)
    }

    private func lanes(of text: ArraySlice<Int32>) -> SequenceBatch {
        let steps = (text.count - 1) / batch
        return SequenceBatch(
            lanesOf: text, count: batch, steps: steps, every: steps, isScored: { _, _ in true })
    }
}
