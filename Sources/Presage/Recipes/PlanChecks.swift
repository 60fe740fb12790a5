import Datasets
import Sweeps
import Tasks
import Vocabulary

extension Plan {
    /// Reads all data that the plan names, and checks that its cells can be trained on it.
    /// - Returns: the fingerprints of the data.
    /// - Throws: `DataError`, `Contradiction`.
    func checkCells() throws -> DataFingerprints {
        var fingerprints = DataFingerprints()
        for configuration in configurationsWithoutSeeds {
            try configuration.checkAll()
            switch configuration[.task].spec.form {
            case .episodes: break
            case .stream: _ = try configuration.textTask()
            case .images: _ = try configuration.images()
            }
            try fingerprints.read(configuration)
        }
        return fingerprints
    }
}

/// The fingerprints of the data of a plan, each read once.
struct DataFingerprints: Sendable {
    private struct Source: Hashable {
        let data: String
        let form: TaskForm
    }

    private var known: [Source: String] = [:]

    /// Takes in the fingerprint of a configuration's data.
    /// - Throws: `DataError` when they cannot be read.
    fileprivate mutating func read(_ configuration: Configuration) throws(DataError) {
        let source = Source(data: configuration[.data], form: configuration[.task].spec.form)
        guard known[source] == nil else { return }
        known[source] = try configuration.withDataFingerprint()[.dataFingerprint]
    }

    /// The configuration with the fingerprint of its data, one of those taken in.
    func completed(_ configuration: Configuration) -> Configuration {
        var complete = configuration
        let source = Source(data: configuration[.data], form: configuration[.task].spec.form)
        guard let fingerprint = known[source] else {
            preconditionFailure("the data '\(source.data)' of a plan were never read")
        }
        complete[.dataFingerprint] = fingerprint
        return complete
    }
}
