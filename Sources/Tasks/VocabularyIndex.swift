/// The indices of characters by their code points, for speed: a text has millions of characters.
struct VocabularyIndex {
    /// The index of each code point; −1 has none.
    private var indices: [Int32] = []
    /// The code points that the training part shows.
    private var isTrained: [Bool] = []

    /// Numbers the characters of some texts.
    /// - Parameters:
    ///   - trained: the text that is trained on.
    ///   - others: further texts whose characters have an index.
    init(
        _ trained: Substring.UnicodeScalarView, and others: [Substring.UnicodeScalarView]
    ) {
        let largest = ([trained] + others).lazy.flatMap { $0 }.max()?.value ?? 0
        isTrained = [Bool](repeating: false, count: Int(largest) + 1)
        for character in trained { isTrained[Int(character.value)] = true }
        var isKnown = isTrained
        for text in others { for character in text { isKnown[Int(character.value)] = true } }
        indices = [Int32](repeating: -1, count: isKnown.count)
        var next: Int32 = 0
        for place in isKnown.indices where isKnown[place] {
            indices[place] = next
            next += 1
        }
    }

    /// The characters that have an index, in its order.
    var characters: [Unicode.Scalar] {
        indices.indices.filter { indices[$0] >= 0 }.compactMap { Unicode.Scalar(UInt32($0)) }
    }

    /// The index of a character; nil for one that has none.
    subscript(character: Unicode.Scalar) -> Int32? {
        let place = Int(character.value)
        return place < indices.count && indices[place] >= 0 ? indices[place] : nil
    }

    /// Whether the text that is trained on shows a character.
    func isTrained(_ character: Unicode.Scalar) -> Bool {
        let place = Int(character.value)
        return place < isTrained.count && isTrained[place]
    }
}
