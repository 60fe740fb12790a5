/// The task of character-level language modelling: predict the next character, with the state
/// carried along the text.
///
/// A part of the text is cut into B lanes that are read side by side, once an epoch; an epoch is
/// one sequence and Λ = 1.
package struct TextTask: Sendable {
    /// The text.
    package let corpus: TextCorpus
    /// The training part, one epoch.
    package let epoch: SequenceBatch
    /// The beginning of the validation part.
    package let validation: SequenceBatch
    /// The beginning of the test part.
    package let test: SequenceBatch

    /// The width of the input and of the output.
    package var characters: Int { corpus.vocabulary.count }

    /// A task on `corpus`.
    /// - Parameters:
    ///   - batch: the number of lanes B.
    ///   - evaluationCharacters: the number of characters of the validation and of the test part
    ///     that are used, from the beginning.
    /// - Throws: `TextError.tooShortForBatch`.
    package init(
        _ corpus: TextCorpus, batch: Int, evaluationCharacters: Int
    ) throws(TextError) {
        self.corpus = corpus
        epoch = try Self.lanes(corpus.training[...], part: "training", batch: batch)
        validation = try Self.lanes(
            corpus.validation.prefix(evaluationCharacters), part: "validation", batch: batch)
        test = try Self.lanes(
            corpus.test.prefix(evaluationCharacters), part: "test", batch: batch)
    }

    private static func lanes(
        _ text: ArraySlice<Int32>, part: String, batch: Int
    ) throws(TextError) -> SequenceBatch {
        let steps = (text.count - 1) / batch
        guard steps > 0 else {
            throw .tooShortForBatch(part: part, characters: text.count, batch: batch)
        }
        let text = Array(text)
        var inputs: [Int32] = []
        var targets: [Int32] = []
        inputs.reserveCapacity(steps * batch)
        targets.reserveCapacity(steps * batch)
        for step in 0..<steps {
            for lane in 0..<batch {
                inputs.append(text[lane * steps + step])
                targets.append(text[lane * steps + step + 1])
            }
        }
        return SequenceBatch(batch: batch, inputs: inputs, targets: targets, lossScale: 1)
    }
}
