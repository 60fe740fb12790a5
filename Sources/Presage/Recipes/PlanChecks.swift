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
        var checked: Set<Configuration> = []
        for var configuration in configurationsWithoutSeeds {
            for name in Self.harmless { configuration.reset(name) }
            guard checked.insert(configuration).inserted else { continue }
            try configuration.checkAll()
            switch configuration[.task].spec.form {
            case .episodes: break
            case .stream: _ = try configuration.textTask()
            case .images: try configuration.checkImages()
            }
            try fingerprints.read(configuration)
        }
        return fingerprints
    }
}

extension Plan {
    /// The settings whose values, each in its domain, no check looks at: a large plan sweeps over them
    /// as a rule, and is not checked at every one of their values.
    private static var harmless: [SettingName] {
        [
            .learningRate, .momentum, .forgetBias, .synthesizerLearningRate, .synthesizerClipNorm,
            .warmUp, .returnLambda, .discount, .auxiliaryWeight, .layerMixing, .updateProbability,
            .mixingLambda, .seed,
        ]
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
