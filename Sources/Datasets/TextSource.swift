import Tasks

/// Reads texts by name: the King James Bible of the system's package, the path of a UTF-8 file, or
/// that of a folder with the three Penn Treebank character files.
package enum TextSource {
    /// The name of the King James Bible.
    package static let bible = "bible-kjv"

    private static let contents = Cache<String, TextContents>()
    private static let corpora = Cache<String, TextCorpus>()

    /// Reads a text, once per process.
    /// - Throws: `DataError` with the path and what is wrong there.
    package static func read(_ name: String) throws(DataError) -> TextContents {
        try contents.value(of: name) { () throws(DataError) in
            if name == bible { return try Bible.read() }
            return switch FileKind(name) {
            case .missing: throw .missing(name, .text)
            case .file: try TextFile(name).contents
            case .folder: try PennTreebank.read(name)
            }
        }
    }

    /// The task on a text, which is read and indexed once per process.
    /// - Parameters:
    ///   - name: `bible`, or the path of a file or folder.
    ///   - batch: lanes that are read side by side.
    ///   - evaluationCharacters: how much of the validation and of the test part is used, from the
    ///     beginning.
    ///   - diagnoses: whether gradients are measured on the validation part.
    /// - Throws: `DataError`; `.unusableText` for one that can be read but not learned from.
    package static func task(
        _ name: String, batch: Int, evaluationCharacters: Int, diagnoses: Bool = false
    ) throws(DataError) -> TextTask {
        let contents = try read(name)
        do throws(TextError) {
            let corpus = try corpora.value(of: name) { () throws(TextError) in
                try contents.corpus()
            }
            return try TextTask(
                corpus, batch: batch, evaluationCharacters: evaluationCharacters,
                diagnoses: diagnoses)
        } catch {
            throw .unusableText(name, error)
        }
    }
}
