import Tasks

/// Reads texts by name: the King James Bible of the system's package, the path of a UTF-8 file, or
/// that of a folder with the three Penn Treebank character files.
package enum TextSource {
    /// The name of the King James Bible.
    package static let bible = "bible-kjv"

    private static let contents = Cache<String, TextContents>()
    private static let tasks = Cache<Layout, TextTask>()

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

    /// A text laid out for training, once per process.
    /// - Parameters:
    ///   - name: `bible`, or the path of a file or folder.
    ///   - batch: lanes that are read side by side.
    ///   - evaluationCharacters: how much of the validation and of the test part is used, from the
    ///     beginning.
    /// - Throws: `DataError`; `.unusableText` for one that can be read but not learned from.
    package static func task(
        _ name: String, batch: Int, evaluationCharacters: Int
    ) throws(DataError) -> TextTask {
        let layout = Layout(name: name, batch: batch, evaluationCharacters: evaluationCharacters)
        return try tasks.value(of: layout) { () throws(DataError) in
            let contents = try read(name)
            do throws(TextError) {
                return try TextTask(
                    contents.corpus(), batch: batch, evaluationCharacters: evaluationCharacters)
            } catch {
                throw .unusableText(name, error)
            }
        }
    }

    /// What decides how a text is laid out.
    private struct Layout: Hashable {
        let name: String
        let batch: Int
        let evaluationCharacters: Int
    }
}
