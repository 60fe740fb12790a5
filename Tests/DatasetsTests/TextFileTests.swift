import Foundation
import TestSupport
import Testing

@testable import Datasets

/// How the bytes of text files become characters.
@Suite struct TextFileTests {
    private static let lines = "one\ntwo\n\nthree"

    /// A file's bytes, and the line ends and byte-order marks that are told of it.
    @Test(arguments: [
        ("one\ntwo\n\nthree", 0, 0), ("one\r\ntwo\r\n\r\nthree", 3, 0),
        ("one\rtwo\r\rthree", 3, 0), ("one\r\ntwo\n\r\nthree", 2, 0),
        ("one\rtwo\n\r\nthree", 2, 0), ("\u{feff}one\ntwo\n\nthree", 0, 1),
        ("\u{feff}one\r\ntwo\r\n\r\nthree", 3, 1),
    ])
    func lineEndsAndMarksAreReadAlike(bytes: String, ends: Int, marks: Int) throws {
        let file = try TextFile(Array(bytes.utf8), of: "a")
        #expect(file.text == Self.lines)
        #expect(file.text.unicodeScalars.count == 14)
        #expect(file.reading == TextReading(lineEnds: ends, byteOrderMarks: marks))
        #expect(
            TextContents(.whole(file.text)).fingerprint
                == TextContents(.whole(Self.lines)).fingerprint)
    }

    /// Characters that only look like line ends or marks, and zero bytes, are text.
    @Test(arguments: ["a\u{85}b", "a\u{2028}b", "a\u{b}b\u{c}", "a\u{feff}b", "a\0b", "\u{10ffff}"])
    func allElseIsText(text: String) throws {
        let file = try TextFile(Array(text.utf8), of: "a")
        #expect(file.text == text && file.reading == TextReading())
    }

    /// Bytes that are not UTF-8, and the place of the first of them in the file.
    @Test(
        arguments: [
            ([0xff, 0xfe, 0x41, 0x00], 0), ([0x41, 0x80], 1), ([0x41, 0xc0, 0x80], 1),
            ([0xef, 0xbb, 0xbf, 0x0d, 0x0a, 0xe9, 0x41], 5), ([0xc3, 0xa9, 0xed, 0xa0, 0x80], 2),
            ([0x0d, 0x0a, 0xf0, 0x9f, 0x98], 2), ([0xf4, 0x90, 0x80, 0x80], 0),
        ] as [([UInt8], Int)])
    func theFirstByteThatIsNotUTF8IsNamed(bytes: [UInt8], offset: Int) {
        #expect(throws: DataError.notUTF8("a", offset: offset)) { try TextFile(bytes, of: "a") }
    }

    @Test(arguments: [[], [0xef, 0xbb, 0xbf]] as [[UInt8]])
    func nothingIsAnError(bytes: [UInt8]) {
        #expect(throws: DataError.empty("a")) { try TextFile(bytes, of: "a") }
    }
}

/// The Penn Treebank by characters.
@Suite struct PennTreebankTests {
    /// Sentences as the files have them; together they show the 49 characters of the corpus, which
    /// with the end of a sentence have 50 symbols.
    private static let sentences = [
        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
        "N _ 0 1 2 3 4 5 6 7 8 9", "# $ & ' * - . / \\ < >",
    ]

    private func contents(_ file: String) throws -> TextContents {
        var contents: TextContents?
        let files = [PennTreebank.training, PennTreebank.validation, PennTreebank.test]
        try withFolder(Dictionary(uniqueKeysWithValues: files.map { ($0, Array(file.utf8)) })) {
            contents = try TextSource.read($0)
        }
        return try #require(contents)
    }

    @Test func theVocabularyHasFiftySymbols() throws {
        let corpus = try contents(Self.sentences.joined(separator: "\n") + "\n").corpus()
        #expect(corpus.symbols == 50)
        #expect(corpus.vocabulary.prefix(2) == ["\n", " "])
        // 26 + 12 + 11 characters and the ends of three sentences.
        #expect(corpus.training.count == 52)
        #expect(corpus.training.count { $0 == 0 } == 3)
    }

    /// The same three sentences, however their lines end.
    @Test(arguments: ["\n", "\r\n", "\r"], ["", "\u{feff}"])
    func lineEndsAndMarksChangeNothing(end: String, mark: String) throws {
        let plain = try contents(Self.sentences.joined(separator: "\n") + "\n")
        for last in ["", end] {
            let other = try contents(mark + Self.sentences.joined(separator: end) + last)
            #expect(other.fingerprint == plain.fingerprint)
            #expect(try other.corpus().training == plain.corpus().training)
            let isLF = end == "\n"
            #expect(other.reading.lineEnds == (isLF ? 0 : 3 * (last.isEmpty ? 2 : 3)))
            #expect(other.reading.byteOrderMarks == (mark.isEmpty ? 0 : 3))
        }
    }

    /// Every line ends in one symbol: an empty one is that symbol alone.
    @Test(arguments: [
        ("a _ b\n", "a b\n"), ("a _ b", "a b\n"), (" a  b \n", "ab\n"), ("a\n\nb\n", "a\n\nb\n"),
        ("a\n\n", "a\n\n"), ("\n", "\n"), ("_ _\n", "  \n"), ("é €\n", "é€\n"),
    ])
    func aLineIsASentence(file: String, text: String) throws {
        #expect(try PennTreebank.characters(of: file, "a") == text)
    }

    @Test(arguments: [
        ("a b\nthe c\n", 2, "the"), ("ab\n", 1, "ab"), ("a __ b\n", 1, "__"),
        ("a\n\n\ta\n", 3, "\ta"), (String(repeating: "x", count: 99), 1, "xxxxxxxxxxxxxxxxxxxx"),
    ])
    func charactersThatStandTogetherAreAnError(file: String, line: Int, word: String) {
        #expect(throws: DataError.notSeparated("a", line: line, word)) {
            try PennTreebank.characters(of: file, "a")
        }
    }
}
