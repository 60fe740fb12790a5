import Vocabulary

/// Prose with measured numbers in it:
/// `Sentence { "A layer takes "; Mean(.layerTime); " forward and backward." }`.
///
/// It is printed once for each place on the axes that none of its numbers names.
public struct Sentence: ReportPart {
    package let parts: [any SentencePart]

    /// The sentence of these parts, joined as they are.
    public init(@ListBuilder<any SentencePart> _ parts: () -> [any SentencePart]) {
        self.parts = parts()
    }

    /// The sentence as an item of the page.
    public var item: ReportItem { .sentence(self) }

    /// The numbers in it.
    package var means: [Mean] { parts.compactMap { $0 as? Mean } }
}

/// A piece of a sentence: words, or a measured number.
public protocol SentencePart: Sendable {}

extension String: SentencePart {}

/// A measured number in a sentence, with its unit: the mean over cells, ± the standard deviation over
/// seeds where there are several.
public struct Mean: SentencePart {
    package let quantity: Quantity
    /// The places on axes whose cells count; on the other axes, those of the sentence.
    package let places: [Assignment]
    /// The words around the number, which stands for `#`.
    package let phrase: String
    /// The words where no cell has a number.
    package let otherwise: String

    /// The mean of all cells at the sentence's place.
    /// - Parameters:
    ///   - phrase: words with `#` for the number, said where there is one.
    ///   - otherwise: what is said in their place where no cell has the number.
    public init(
        _ quantity: Quantity, saying phrase: String = "#",
        otherwise: String = "(not measured)"
    ) {
        self.init(quantity, [], phrase, otherwise)
    }

    /// The mean of the cells with one value on an axis.
    public init<Content>(
        _ quantity: Quantity, of setting: Setting<Content>, _ content: Content,
        saying phrase: String = "#", otherwise: String = "(not measured)"
    ) {
        self.init(quantity, [Assignment(setting, content)], phrase, otherwise)
    }

    /// The mean of the cells with one value each on two axes.
    public init<First, Second>(
        _ quantity: Quantity, of first: Setting<First>, _ firstContent: First,
        _ second: Setting<Second>, _ secondContent: Second, saying phrase: String = "#",
        otherwise: String = "(not measured)"
    ) {
        self.init(
            quantity, [Assignment(first, firstContent), Assignment(second, secondContent)], phrase,
            otherwise)
    }

    private init(
        _ quantity: Quantity, _ places: [Assignment], _ phrase: String, _ otherwise: String
    ) {
        self.quantity = quantity
        self.places = places
        self.phrase = phrase
        self.otherwise = otherwise
    }
}
