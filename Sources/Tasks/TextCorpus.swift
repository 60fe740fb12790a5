/// A text in three parts as indices into a vocabulary.
///
/// A character is a Unicode scalar, what other tools call a code point: a letter and an accent that
/// combines with it are two.
package struct TextCorpus: Sendable {
    /// The characters that inputs and outputs stand for.
    package enum VocabularyRule: CaseIterable, Sendable {
        /// Those of all parts.
        case all
        /// Those of the training part, which must have all that the others have.
        case training
        /// Those of the training part, and one symbol for all others.
        case unknown
    }

    /// The characters that have an index of their own, in order of their code points.
    package let vocabulary: [Unicode.Scalar]
    /// The number of indices: the characters of the vocabulary and, where there is one, the symbol
    /// for all others, which is the last.
    package let symbols: Int
    /// The training part.
    package let training: [Int32]
    /// The validation part.
    package let validation: [Int32]
    /// The test part.
    package let test: [Int32]
    /// The characters of the validation and of the test part, each as often as it stands there, that
    /// the training part never shows.
    package let unseen: Int

    /// Indexes three texts.
    /// - Parameter trainingCharacters: how many of the training part are used, from its beginning; 0:
    ///   all.
    /// - Throws: `TextError` when a part is too short or has a character that the vocabulary has not.
    package init(
        training: String, validation: String, test: String, vocabulary: VocabularyRule = .all,
        trainingCharacters: Int = 0
    ) throws(TextError) {
        try self.init(
            training.unicodeScalars.beginning(trainingCharacters), validation.unicodeScalars[...],
            test.unicodeScalars[...], vocabulary)
    }

    /// Splits one text by position: 90 % training, 5 % validation, 5 % test.
    /// - Parameter trainingCharacters: how many of the training part are used, from its beginning; 0:
    ///   all.
    /// - Throws: `TextError` when a part is too short or has a character that the vocabulary has not.
    package init(
        splitting text: String, vocabulary: VocabularyRule = .all, trainingCharacters: Int = 0
    ) throws(TextError) {
        let characters = text.unicodeScalars
        let count = characters.count
        let first = characters.index(characters.startIndex, offsetBy: count * 90 / 100)
        let second = characters.index(first, offsetBy: count * 95 / 100 - count * 90 / 100)
        try self.init(
            characters[..<first].beginning(trainingCharacters), characters[first..<second],
            characters[second...], vocabulary)
    }

    private init(
        _ training: Substring.UnicodeScalarView, _ validation: Substring.UnicodeScalarView,
        _ test: Substring.UnicodeScalarView, _ rule: VocabularyRule
    ) throws(TextError) {
        let index = VocabularyIndex(training, and: rule == .all ? [validation, test] : [])
        vocabulary = index.characters
        symbols = vocabulary.count + (rule == .unknown ? 1 : 0)
        let unknown = rule == .unknown ? Int32(vocabulary.count) : nil
        self.training = try Self.indexed(training, "training", index, unknown)
        self.validation = try Self.indexed(validation, "validation", index, unknown)
        self.test = try Self.indexed(test, "test", index, unknown)
        unseen = [validation, test].map { $0.count { !index.isTrained($0) } }.reduce(0, +)
    }

    private static func indexed(
        _ text: Substring.UnicodeScalarView, _ part: String, _ index: VocabularyIndex,
        _ unknown: Int32?
    ) throws(TextError) -> [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(text.count)
        for character in text {
            guard let number = index[character] ?? unknown else {
                throw .unknownCharacter(character, part: part, offset: result.count)
            }
            result.append(number)
        }
        // The first character is only read, so a part without two has nothing to predict.
        guard result.count > 1 else { throw .tooShort(part: part, characters: result.count) }
        return result
    }
}

extension Collection {
    /// The first `count` elements; all where that is 0.
    fileprivate func beginning(_ count: Int) -> SubSequence {
        count > 0 ? prefix(count) : self[...]
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
                + "which the training part never shows: set vocabulary to all or to unknown"
        case .tooShort(let part, let characters):
            return "the \(part) part has \(characters) characters: it must have at least 2"
        case .tooShortForBatch(let part, let characters, let batch):
            return
                "the \(part) part has \(characters) characters, too few for a batch of \(batch): "
                + "it must have at least \(batch + 1)"
        }
    }
}
