import Datasets
import Store
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

        init(_ configuration: Configuration) {
            (data, form) = (configuration[.data], configuration[.task].spec.form)
        }
    }

    private var known: [Source: String] = [:]
    /// Whether they are those of files, in which places that wait for their settings have none.
    private let isOfFiles: Bool

    /// None, as long as no data are read.
    init() { isOfFiles = false }

    /// The fingerprints that the cells of collected files had, whatever the data are now.
    init(of records: [CollectedRecord]) {
        isOfFiles = true
        let word = SettingName.dataFingerprint.word
        for case .strings(let texts)? in records.map({ $0["config_json"]?.elements }) {
            for text in texts where text.contains(word) {
                guard let configuration = try? Configuration(json: text) else { continue }
                let source = Source(configuration)
                known[source] = known[source] ?? configuration[.dataFingerprint]
            }
        }
    }

    /// Takes in the fingerprint of a configuration's data.
    /// - Throws: `DataError` when they cannot be read.
    fileprivate mutating func read(_ configuration: Configuration) throws(DataError) {
        let source = Source(configuration)
        guard known[source] == nil else { return }
        known[source] = try configuration.withDataFingerprint()[.dataFingerprint]
    }

    /// The configuration with the fingerprint of its data, one of those taken in; as it is where a file
    /// has none.
    func completed(_ configuration: Configuration) -> Configuration {
        let source = Source(configuration)
        guard let fingerprint = known[source] else {
            precondition(isOfFiles, "the data '\(source.data)' of a plan were never read")
            return configuration
        }
        var complete = configuration
        complete[.dataFingerprint] = fingerprint
        return complete
    }
}
