/// The Penn Treebank by characters: a folder of three files, a sentence a line, in which spaces
/// separate characters and `_` stands for a space.
///
/// The end of a line is a character too, the last line's as well where the file does not end it: it
/// is the end-of-sentence symbol that results on this corpus count, the 50th of its vocabulary.
///
/// Source: Mikolov et al. 2012, "Subword language modeling with neural networks".
enum PennTreebank {
    static let training = "ptb.char.train.txt"
    static let validation = "ptb.char.valid.txt"
    static let test = "ptb.char.test.txt"

    /// Reads the three files of a folder.
    static func read(_ folder: String) throws(DataError) -> TextContents {
        var reading = TextReading()
        func part(_ name: String) throws(DataError) -> String {
            let path = folder + "/" + name
            let file: TextFile
            do { file = try TextFile(path) } catch {
                guard case .missing = error else { throw error }
                throw .incomplete(folder: folder, missing: [name], .text)
            }
            reading = reading + file.reading
            return try characters(of: file.text, path)
        }
        let parts = TextContents.Parts.divided(
            training: try part(training), validation: try part(validation), test: try part(test))
        return TextContents(parts, reading: reading)
    }

    /// The text that a file spells.
    /// - Throws: `.notSeparated` where characters stand together.
    static func characters(of text: String, _ path: String) throws(DataError) -> String {
        var spelled = String.UnicodeScalarView()
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        for (index, line) in lines.enumerated() {
            for word in line.split(separator: " ") {
                guard let character = word.first, word.count == 1 else {
                    throw .notSeparated(path, line: index + 1, String(word.prefix(20)))
                }
                spelled.append(character == "_" ? " " : character)
            }
            spelled.append("\n")
        }
        return String(spelled)
    }
}
