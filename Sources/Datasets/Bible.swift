import Processes

/// The King James Bible, printed by the command `bible` of Debian's packages bible-kjv and
/// bible-kjv-text.
enum Bible {
    /// All there are.
    static let verses = 31_102
    /// The time that printing may take, in seconds; it takes less than one.
    static let deadline = 30.0
    /// The most bytes that are read; all verses are 4.4 million.
    private static let outputLimit = 16 << 20

    /// Reads what the command prints.
    /// - Throws: `DataError.noBible`.
    static func read(
        program: String = "bible", within seconds: Double = deadline
    ) throws(DataError) -> TextContents {
        let finished: FinishedProcess
        do {
            finished = try .run(
                program, ["-f", "gen1:1-rev22:21"], within: seconds, outputLimit: outputLimit)
        } catch { throw .noBible(.notStarted("\(error)")) }
        switch finished.ending {
        case .exited(0): break
        case .exited(let code): throw .noBible(.exited(code))
        case .signalled(let signal): throw .noBible(.signalled(signal))
        case .timedOut: throw .noBible(.silent(seconds: seconds))
        }
        return TextContents(.whole(try text(of: finished.output)))
    }

    /// The verses without the reference that opens every line, as in `Ge1:1 In the beginning…`: a
    /// verse a line.
    /// - Throws: `.noBible` unless they are all the verses there are, and nothing else.
    static func text(of printed: [UInt8], verses: Int = verses) throws(DataError) -> String {
        let (space, newline) = (UInt8(ascii: " "), UInt8(ascii: "\n"))
        let lines = printed.split(separator: newline)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(printed.count)
        for (index, line) in lines.enumerated() {
            let reference = line.prefix { $0 != space }
            guard isReference(reference), reference.count + 1 < line.count else {
                throw .noBible(.noVerse(line: index + 1))
            }
            bytes.append(contentsOf: line.dropFirst(reference.count + 1))
            bytes.append(newline)
        }
        guard lines.count == verses else {
            throw .noBible(.incomplete(verses: lines.count, of: verses))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .noBible(.notUTF8)
        }
        return text
    }

    /// Whether a word is a book, a chapter, a colon and a verse.
    private static func isReference(_ word: ArraySlice<UInt8>) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let colon = word.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let (place, verse) = (word[..<colon], word[(colon + 1)...])
        return !verse.isEmpty && verse.allSatisfy(digits.contains)
            && place.last.map(digits.contains) == true
            && place.contains { !digits.contains($0) }
    }
}

/// What is wrong with the command that prints the King James Bible.
package enum BibleFault: Hashable, Sendable {
    /// The system does not start it, in its words.
    case notStarted(String)
    /// It ends with a code other than 0.
    case exited(Int32)
    /// It is killed by a signal.
    case signalled(Int32)
    /// It has not ended after a time.
    case silent(seconds: Double)
    /// A line, counted from 1, that is no reference and a verse.
    case noVerse(line: Int)
    /// More or fewer verses than there are.
    case incomplete(verses: Int, of: Int)
    /// Bytes that are no text.
    case notUTF8
}

extension BibleFault: CustomStringConvertible {
    /// The fault in words.
    package var description: String {
        switch self {
        case .notStarted(let words): words
        case .exited(let code): "it ends with code \(code)"
        case .signalled(let signal): "it is killed by signal \(signal)"
        case .silent(let seconds): "it has not ended after \(Int(seconds)) s"
        case .noVerse(let line): "line \(line) is not a verse after its place, as Ge1:1 is"
        case .incomplete(let verses, let all): "it prints \(verses) verses of \(all)"
        case .notUTF8: "it prints what is not UTF-8"
        }
    }
}
