import Foundation

/// The Penn Treebank by characters: a folder of three files in which spaces separate characters
/// and `_` stands for a space.
///
/// Source: Mikolov et al. 2012, "Subword language modeling with neural networks".
enum PennTreebank {
    static let training = "ptb.char.train.txt"
    static let validation = "ptb.char.valid.txt"
    static let test = "ptb.char.test.txt"

    /// Reads the three files of a folder; its fingerprint is that of their bytes in this order.
    static func read(_ folder: String) throws(DataError) -> TextContents {
        var hash = ContentHash()
        func part(_ name: String) throws(DataError) -> String {
            let path = (folder as NSString).appendingPathComponent(name)
            guard FileManager.default.fileExists(atPath: path) else {
                throw .incomplete(folder: folder, missing: [name], .text)
            }
            let file = try TextFile(path)
            hash.append(file.bytes)
            return characters(of: file.text)
        }
        let parts = TextContents.Parts.divided(
            training: try part(training), validation: try part(validation), test: try part(test))
        return TextContents(parts: parts, fingerprint: hash.fingerprint)
    }

    /// The text that a file spells.
    static func characters(of text: String) -> String {
        String(text.filter { $0 != " " && $0 != "\n" }.map { $0 == "_" ? " " : $0 })
    }
}
