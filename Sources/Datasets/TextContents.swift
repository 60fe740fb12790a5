import Tasks

/// A text as it was read.
package struct TextContents: Sendable {
    /// The text, whole or divided by those who published it.
    package enum Parts: Sendable {
        /// One text that nobody has divided.
        case whole(String)
        /// A text published in three parts.
        case divided(training: String, validation: String, test: String)
    }

    /// What was read.
    package let parts: Parts
    /// What the files had besides.
    package let reading: TextReading
    /// Hash of the text and of its division, in 16 hexadecimal digits: of what is trained on,
    /// however the files end their lines.
    package let fingerprint: String

    init(_ parts: Parts, reading: TextReading = TextReading()) {
        self.parts = parts
        self.reading = reading
        let texts =
            switch parts {
            case .whole(let text): [text]
            case .divided(let training, let validation, let test): [training, validation, test]
            }
        var hash = ContentHash()
        for text in texts {
            hash.append(text.utf8)
            hash.append(text.utf8.count)
        }
        fingerprint = hash.fingerprint
    }

    /// Indexes the text; a whole one is split by position, 90 % training, 5 % validation, 5 % test.
    /// - Parameter trainingCharacters: how many of the training part are used, from its beginning; 0:
    ///   all.
    /// - Throws: `TextError` when a part is too short, or has a character that the vocabulary does
    ///   not.
    package func corpus(
        vocabulary rule: TextCorpus.VocabularyRule = .all, trainingCharacters: Int = 0
    ) throws(TextError) -> TextCorpus {
        switch parts {
        case .whole(let text):
            try TextCorpus(
                splitting: text, vocabulary: rule, trainingCharacters: trainingCharacters)
        case .divided(let training, let validation, let test):
            try TextCorpus(
                training: training, validation: validation, test: test, vocabulary: rule,
                trainingCharacters: trainingCharacters)
        }
    }
}
