import Datasets
import Sweeps
import Tasks
import Vocabulary

extension Plan {
    /// Reads all data that the plan names, and checks that its cells can be trained on it.
    /// - Throws: `DataError`, `Contradiction`.
    func checkCells() throws {
        // The seeds are the last axis, and nothing here depends on them.
        for index in stride(from: 0, to: count, by: axes.last?.values.count ?? 1) {
            let configuration = configuration(at: index)
            try configuration.checkAll()
            switch configuration[.task].spec.form {
            case .episodes: break
            case .stream: _ = try configuration.textTask()
            case .images: _ = try configuration.images()
            }
        }
    }
}

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
