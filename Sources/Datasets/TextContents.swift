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
    /// Hash of the bytes read, in 16 hexadecimal digits.
    package let fingerprint: String

    /// Indexes the text; a whole one is split by position, 90 % training, 5 % validation, 5 % test.
    /// - Throws: `TextError` when a part is too short, or when validation or test holds a character
    ///   that training does not.
    package func corpus() throws(TextError) -> TextCorpus {
        switch parts {
        case .whole(let text): try TextCorpus(splitting: text)
        case .divided(let training, let validation, let test):
            try TextCorpus(training: training, validation: validation, test: test)
        }
    }
}
