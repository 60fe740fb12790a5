import Datasets
import Tasks
import Vocabulary

extension Configuration {
    /// The task on the text of the `data` setting.
    func textTask() throws(DataError) -> TextTask {
        try TextSource.task(
            self[.data], batch: self[.batch], evaluationCharacters: self[.evaluationCharacters],
            diagnoses: self[.diagnoseEvery] > 0)
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
