import Datasets
import Tasks
import Vocabulary

extension Configuration {
    /// The task on the text of the `data` setting.
    func textTask() throws(DataError) -> TextTask {
        try TextSource.task(
            self[.data], vocabulary: vocabularyRule,
            trainingCharacters: self[.trainingCharacters], batch: self[.batch] * batchShares,
            evaluationCharacters: self[.evaluationCharacters],
            diagnoses: isDiagnosed)
    }

    private var vocabularyRule: TextCorpus.VocabularyRule {
        switch self[.vocabulary] {
        case .all: .all
        case .training: .training
        case .unknown: .unknown
        }
    }

    /// What the data turn out to be, as their quantities.
    /// - Throws: `DataError` when they cannot be read.
    func dataFacts() throws -> [(quantity: Quantity, count: Int)] {
        switch self[.task].spec.form {
        case .episodes: return []
        case .stream:
            let reading = try TextSource.read(self[.data]).reading
            let corpus = try textTask().corpus
            return [
                (.trainingCharacters, corpus.training.count),
                (.validationCharacters, corpus.validation.count),
                (.testCharacters, corpus.test.count), (.vocabularySize, corpus.symbols),
                (.unseenCharacters, corpus.unseen), (.lineEndsRead, reading.lineEnds),
                (.byteOrderMarks, reading.byteOrderMarks),
            ]
        case .images:
            let counts = try imageCounts()
            return [
                (.trainingImages, counts.training), (.validationImages, counts.validation),
                (.testImages, counts.test),
            ]
        }
    }

    /// The configuration with the fingerprint of its data.
    /// - Throws: `DataError` when they cannot be read.
    func withDataFingerprint() throws(DataError) -> Configuration {
        var complete = self
        switch self[.task].spec.form {
        case .episodes: break
        case .stream: complete[.dataFingerprint] = try TextSource.read(self[.data]).fingerprint
        case .images: complete[.dataFingerprint] = try ImageSource.fingerprint(self[.data])
        }
        return complete
    }
}
