/// The tasks there are. A task added here wants its spec below and its recipe in Presage.
public enum TaskKind: String, Choice {
    /// Repeating a sequence of symbols after its end.
    case copy
    /// Repeating a sequence several times.
    case repeatCopy = "repeat_copy"
    /// Adding two marked values, the parity of bits, the next character, classes of images.
    case adding, parity, text, images

    /// The task's description.
    package var spec: TaskSpec {
        switch self {
        case .copy:
            TaskSpec(
                label: "Copy", source: "Graves, Wayne and Danihelka 2014, section 4.1",
                form: .episodes, reads: [.symbols])
        case .repeatCopy:
            TaskSpec(
                label: "Repeat Copy", source: "Graves, Wayne and Danihelka 2014, section 4.2",
                form: .episodes, reads: [.symbols])
        case .adding:
            TaskSpec(
                label: "Adding", source: "Hochreiter and Schmidhuber 1997, experiment 4",
                form: .episodes, lossUnits: "squared error", reads: [])
        case .parity:
            TaskSpec(
                label: "Parity", source: "Bengio, Simard and Frasconi 1994", form: .episodes,
                reads: [])
        case .text:
            TaskSpec(
                label: "text", source: "character-level language modelling", form: .stream,
                reads: [
                    .data, .dataFingerprint, .vocabulary, .trainingCharacters,
                    .evaluationCharacters,
                ])
        case .images:
            TaskSpec(
                label: "images", source: "Greydanus 2020, arXiv 2011.14439, for MNIST-1D",
                form: .images,
                reads: [.data, .dataFingerprint, .trainSize, .validationSize, .testSize])
        }
    }

    /// The settings that are read where this is chosen.
    public var reads: Reads { Reads(recurrent: spec.reads, layered: spec.reads) }
}

/// The form of a task's data, which decides what trains on it and how progress is measured.
package enum TaskForm: Hashable, Sendable {
    /// Separate sequences, made harder level by level.
    case episodes
    /// One endless sequence.
    case stream
    /// Single images.
    case images

    /// The networks that are trained on such data.
    package var family: NetworkFamily {
        switch self {
        case .episodes, .stream: .recurrent
        case .images: .layered
        }
    }

    /// The settings that every task of this form reads, those of its networks included.
    fileprivate var reads: SettingSet {
        let recurrent: SettingSet = [.cell, .units, .stateBetweenSequences]
        return switch self {
        case .episodes:
            recurrent.union([
                .lengthDistribution, .curriculumStart, .curriculumThreshold, .curriculumBatches,
                .stepPer,
            ])
        case .stream: recurrent
        case .images:
            [.network, .depth, .units, .activation, .batchNormalization, .updateProbability]
        }
    }
}

/// A task as data.
package struct TaskSpec: Hashable, Sendable {
    /// The name in reports.
    package let label: String
    /// The publication: author, year, section.
    package let source: String
    package let form: TaskForm
    /// The unit in which its loss is reported.
    package let lossUnits: String
    /// The settings it reads, those of its form included.
    package let reads: SettingSet

    init(
        label: String, source: String, form: TaskForm,
        lossUnits: String = "bits per scored output", reads own: SettingSet
    ) {
        self.label = label
        self.source = source
        self.form = form
        self.lossUnits = lossUnits
        reads = own.union(form.reads)
    }
}
