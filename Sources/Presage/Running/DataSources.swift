import Datasets
import Sweeps
import Tasks

/// What a sweep does with data before it begins.
enum DataSources {
    /// Reads all data that `plan` names, and checks that its cells can be trained on it.
    /// - Throws: `DataError`, `SweepError.contradiction`.
    static func prepare(for plan: Plan) throws {
        // The seeds are the last axis, and nothing here depends on them.
        let seeds = plan.axes.last?.values.count ?? 1
        for index in stride(from: 0, to: plan.count, by: seeds) {
            let configuration = plan[index].configuration
            try configuration.checkForContradictions()
            if configuration.isText { _ = try configuration.textTask() }
            if configuration.isImages { try ImageTraining.check(configuration) }
        }
    }

    /// The configuration with the fingerprint of its data, which has been read.
    static func completing(_ configuration: Configuration) -> Configuration {
        var complete = configuration
        if configuration.isText, let contents = try? TextSource.read(configuration[.data]) {
            complete[.dataFingerprint] = contents.fingerprint
        }
        if configuration.isImages, configuration[.data] != ImageSource.generated,
            let print = try? ImageSource.read(configuration[.data]).fingerprint
        {
            complete[.dataFingerprint] = print
        }
        return complete
    }
}

extension Configuration {
    /// The text of the `data` setting, laid out for the batch.
    func textTask() throws(DataError) -> TextTask {
        try TextSource.task(
            self[.data], batch: self[.batch], evaluationCharacters: self[.evaluationCharacters])
    }
}
