/// A text in three parts as indices into the vocabulary of its training part.
///
/// A character is a Unicode scalar: what other tools call a code point.
package struct TextCorpus: Sendable {
    /// The characters of the training part, in order of their code points.
    package let vocabulary: [Unicode.Scalar]
    /// The training part.
    package let training: [Int32]
    /// The validation part.
    package let validation: [Int32]
    /// The test part.
    package let test: [Int32]

    /// Indexes three texts.
    /// - Throws: `TextError` when a part is too short, or when validation or test holds a character
    ///   that training does not.
    package init(training: String, validation: String, test: String) throws(TextError) {
        try self.init(
            training: Array(training.unicodeScalars)[...],
            validation: Array(validation.unicodeScalars)[...],
            test: Array(test.unicodeScalars)[...])
    }

    /// Splits one text by position: 90 % training, 5 % validation, 5 % test.
    /// - Throws: `TextError` when a part is too short, or when validation or test holds a character
    ///   that training does not.
    package init(splitting text: String) throws(TextError) {
        let characters = Array(text.unicodeScalars)
        let first = characters.count * 90 / 100
        let second = characters.count * 95 / 100
        try self.init(
            training: characters[..<first], validation: characters[first..<second],
            test: characters[second...])
    }

    private init(
        training: ArraySlice<Unicode.Scalar>, validation: ArraySlice<Unicode.Scalar>,
        test: ArraySlice<Unicode.Scalar>
    ) throws(TextError) {
        vocabulary = Set(training).sorted()
        // By code point, for speed: a text has millions of characters.
        var indices = [Int32](repeating: -1, count: Int(vocabulary.last?.value ?? 0) + 1)
        for (index, character) in vocabulary.enumerated() {
            indices[Int(character.value)] = Int32(index)
        }
        self.training = try Self.indexed(training, part: "training", indices)
        self.validation = try Self.indexed(validation, part: "validation", indices)
        self.test = try Self.indexed(test, part: "test", indices)
    }

    private static func indexed(
        _ text: ArraySlice<Unicode.Scalar>, part: String, _ indices: [Int32]
    ) throws(TextError) -> [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(text.count)
        for character in text {
            let place = Int(character.value)
            guard place < indices.count, indices[place] >= 0 else {
                throw .unknownCharacter(character, part: part, offset: result.count)
            }
            result.append(indices[place])
        }
        // The first character is only read, so a part without two has nothing to predict.
        guard result.count > 1 else { throw .tooShort(part: part, characters: result.count) }
        return result
    }
}

/// A fault in a text.
package enum TextError: Error, Hashable, Sendable {
    /// A character is none of the vocabulary; `offset` counts from the beginning of the part.
    case unknownCharacter(Unicode.Scalar, part: String, offset: Int)
    /// A part has nothing to predict.
    case tooShort(part: String, characters: Int)
    /// A part has fewer characters than the batch has lanes to read them.
    case tooShortForBatch(part: String, characters: Int, batch: Int)
}

extension TextError: CustomStringConvertible {
    /// The fault in words, with the offending numbers.
    package var description: String {
        switch self {
        case .unknownCharacter(let character, let part, let offset):
            let digits = String(character.value, radix: 16, uppercase: true)
            let point = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            // A line break stays on the line: '\n'.
            let shown = character.escaped(asASCII: false)
            return "the \(part) part has '\(shown)' (\(point)) at character \(offset), "
                + "which the training part never shows: replace it or train on a text that has it"
        case .tooShort(let part, let characters):
            return "the \(part) part has \(characters) characters: it must have at least 2"
        case .tooShortForBatch(let part, let characters, let batch):
            return
                "the \(part) part has \(characters) characters, too few for a batch of \(batch): "
                + "it must have at least \(batch + 1)"
        }
    }
}
