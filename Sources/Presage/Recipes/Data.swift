import Datasets
import Tasks
import Vocabulary

extension Configuration {
    /// The text of the `data` setting, laid out for the batch.
    func textTask() throws(DataError) -> TextTask {
        try TextSource.task(
            self[.data], batch: self[.batch], evaluationCharacters: self[.evaluationCharacters])
    }

    /// The configuration with the fingerprint of its data.
    /// - Throws: `DataError` when they cannot be read.
    func withDataFingerprint() throws(DataError) -> Configuration {
        var complete = self
        switch self[.task].spec.form {
        case .episodes: break
        case .stream: complete[.dataFingerprint] = try TextSource.read(self[.data]).fingerprint
        case .images:
            if self[.data] != ImageSource.generated {
                complete[.dataFingerprint] = try ImageSource.read(self[.data]).fingerprint
            }
        }
        return complete
    }
}
