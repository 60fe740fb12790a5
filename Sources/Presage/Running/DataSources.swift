import Sweeps
import Tasks

/// What a sweep does with data before it begins.
enum DataSources {
    /// Reads all data that `plan` names, and checks that its cells can be trained on it.
    /// - Throws: `DataError`, `ImageDataError`, `SweepError.contradiction`.
    static func prepare(for plan: Plan) throws {
        for cell in plan {
            let configuration = cell.configuration
            try configuration.checkForContradictions()
            if configuration.isText { _ = try TextSource.task(configuration) }
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
