/// A combination of settings, each of them read, that has no meaning.
package enum Contradiction: Error, Hashable, Sendable {
    /// A gradient is to be normalized to a norm of 0.
    case normalizedToZero(rule: SettingName, norm: SettingName)
    /// The lower end of a range of norms lies above the upper one.
    case reversedRange(lower: SettingName, floor: Double, upper: SettingName, ceiling: Double)
    /// A threshold in bits for a task scored by squared error.
    case thresholdInBits(Double)
    /// A length at which a batch has more steps, all samples counted, than `limit`.
    case sequencesTooLong(SettingName, length: Int, batch: Int, steps: Int, limit: Int)
    /// Whole sequences of a task that is one stream.
    case wholeSequencesOfStream(Method, TaskKind)
    /// A look ahead to the end of a stream.
    case endlessLookAhead(Method, TaskKind)
    /// Repeated regressions to targets of windows that are past.
    case repeatedOverSequences(steps: Int)
    /// Temporal differences with a factor in their targets.
    case scaledDifferences(Method, scale: Double)
    /// Tensors carried along that would take more memory than `limit`, in GiB.
    case carriedTooLarge(Method, units: Int, batch: Int, gibibytes: Int, limit: Int)
    /// A run that would take more memory than the machine has, in GiB, and the settings that make its
    /// largest part large.
    case tooLarge([Assignment], gibibytes: Int, limit: Int)
    /// A rule that keeps influences unit by unit, with a cell that mixes units.
    case mixedUnits(Method, CellKind)
    /// A method of one family of networks with a task of the other.
    case otherFamily(Method, TaskKind)
    /// A text where images are wanted.
    case textForImages(String)
    /// Time steps where there is no time.
    case noTime(TaskKind)
    /// A layer that can carry no synthesizer.
    case placementBeyond(Placement, depth: Int)
    /// Synthetic inputs of no layer.
    case inputsOfNoLayer(InputSynthesizerKind)
    /// A batch larger than the training set.
    case batchBeyondImages(batch: Int, images: Int, data: String)
    /// A part of more images than the data have for it.
    case imagesBeyondData(SettingName, Int, images: Int, data: String)
    /// Normalization by the statistics of a batch of one sample, which make every number zero.
    case normalizedAlone(SettingName)
    /// More convolutions than images of that size hold.
    case tooDeep(depth: Int, height: Int, width: Int, convolutions: Int)
    /// A way to share the training of other networks than the task's.
    case otherSharing(ParallelKind, TaskKind)
    /// Workers for sequences that are made harder level by level.
    case sharedEpisodes(TaskKind)
    /// A method that cannot be shared in this way.
    case otherSharedMethod(ParallelKind, Method)
    /// A setting that works without workers alone.
    case notWithWorkers(Assignment)
    /// Microbatches that do not divide the batch.
    case unevenMicrobatches(Int, batch: Int)
    /// As many microbatches as samples, each of which would be normalized by itself.
    case normalizedMicrobatch(Int)
    /// Fewer layers than workers to divide them among.
    case moreWorkersThanLayers(workers: Int, depth: Int)
    /// Synthetic inputs where workers wait for true ones, or none where they do not.
    case inputsOfSharing(InputSynthesizerKind, ParallelKind)
    /// A network cut where it has no synthesizer.
    case cutWithoutSynthesizer(Placement, cuts: [Int])
    /// Gradients to be measured after the end of the run.
    case diagnosedBeyond(Positions, budget: Int)
    /// Fewer pairs of a state and its gradient than a linear map of so many inputs is to be fitted to.
    case fewPairs(samples: Int, pairs: Int, inputs: Int, wanted: Int)
    /// More samples for ceilings than there are.
    case ceilingBeyondData(samples: Int, available: Int)
    /// A text shorter than the windows of one update.
    case textBelowWindows(steps: Int, windows: Int, truncation: Int)
}

extension Contradiction: CustomStringConvertible {
    package var description: String {
        switch self {
        case .normalizedToZero(let rule, let norm):
            return "\(rule) is 'normalize', but \(norm), the norm, is 0: set \(norm) above 0"
        case .reversedRange(let lower, let floor, let upper, let ceiling):
            return "\(lower) is \(floor), above \(upper), \(ceiling): "
                + "a band goes from the smaller to the larger"
        case .thresholdInBits(let threshold):
            return "curriculum_threshold is \(threshold), but task is 'adding', scored by squared "
                + "error, which a constant answer lowers to 0.17: use 0.02"
        case .sequencesTooLong(let setting, let length, let batch, let steps, let limit):
            return "\(setting) is \(length) and batch is \(batch): \(steps) steps in a batch of "
                + "sequences are more than \(limit): use a shorter length or a smaller batch"
        case .wholeSequencesOfStream(let method, let task):
            return "method is '\(method.name)', which backpropagates through whole sequences, but "
                + "task \(task.rawValue) is one stream: use truncated_bptt with a large truncation"
        case .endlessLookAhead(let method, let task):
            return "method is '\(method.name)', which looks ahead to the end of a sequence, but "
                + "task \(task.rawValue) is one stream: set horizon to a number of steps"
        case .repeatedOverSequences(let steps):
            return "synthesizer_steps is \(steps), but step_per is 'sequence': the targets of "
                + "earlier windows are not kept: use step_per=window, or synthesizer_steps=1"
        case .scaledDifferences(let method, let scale):
            return "sg_scale is \(scale) and scale_bootstrap is 'yes', but method is "
                + "'\(method.name)', whose temporal differences add up only without a factor in the "
                + "targets: set scale_bootstrap=no, or sg_scale=1"
        case .carriedTooLarge(let method, let units, let batch, let gibibytes, let limit):
            return "method is '\(method.name)' with units \(units) and batch \(batch): what it "
                + "carries would take \(gibibytes) GiB, more than \(limit): use fewer units or a "
                + "smaller batch"
        case .tooLarge(let settings, let gibibytes, let limit):
            return "with \(settings.map(\.description).joined(separator: ", ")) a run would take "
                + "\(gibibytes) GiB, more than the \(limit) of this machine: make some of them "
                + "smaller"
        case .mixedUnits(let method, let cell):
            return "method is '\(method.name)', which keeps influences unit by unit, but cell "
                + "\(cell.rawValue) mixes units within a step: use another cell, or rtrl"
        case .otherFamily(let method, let task):
            return task.spec.form.family == .layered
                ? "method is '\(method.name)', which is for recurrent networks: for task "
                    + "\(task.rawValue) use backprop, no_backprop or sg_*, but not *_aux"
                : "method is '\(method.name)', which is for feed-forward networks, but task "
                    + "\(task.rawValue) is recurrent: use bptt or truncated_bptt"
        case .textForImages(let data):
            return "data is '\(oneLine(data))', but task images reads images: use mnist1d, or a "
                + "folder with the files of MNIST or CIFAR-10"
        case .noTime(let task):
            return "budget_unit is 'time_steps', but task \(task.rawValue) has no time: use updates"
        case .placementBeyond(let placement, let depth):
            return "placement is '\(placement.value)', but with depth \(depth) the last layer that "
                + "can carry a synthesizer is \(depth - 2)"
        case .inputsOfNoLayer(let kind):
            return
                "input_synthesizer is '\(kind.rawValue)', but placement is none: name the layers "
                + "whose outputs are predicted, or all"
        case .batchBeyondImages(let batch, let images, let data):
            return "batch is \(batch), but data is '\(oneLine(data))', which has \(images) "
                + "training images: use a smaller batch"
        case .imagesBeyondData(let setting, let size, let images, let data):
            return "\(setting) is \(size), but data is '\(oneLine(data))', which has "
                + (images > 0
                    ? "\(images) images for it: use \(setting)=\(images) or less"
                    : "no image for it: use data with more")
        case .normalizedAlone(let setting):
            return
                "batch is 1, but \(setting) is 'yes': a sample normalized by its own statistics is "
                + "zero, and nothing learns: use a larger batch or set \(setting)=no"
        case .tooDeep(let depth, let height, let width, let convolutions):
            return
                "network is 'convolution' and depth is \(depth), but images of "
                + "\(height)x\(width) are too small for more than "
                + "\(convolutions) convolutions: use a depth of \(convolutions + 1) or less"
        case .otherSharing(let kind, let task):
            return
                "parallel is '\(kind.rawValue)', which is for "
                + (kind.families == [.layered] ? "layers, but task" : "texts, but task")
                + " is \(task.rawValue): use data"
                + (task.spec.form.family == .layered
                    ? ", locked, pipelined, stale, decoupled or forward_unlocked" : " or windows")
        case .sharedEpisodes(let task):
            return
                "workers is above 0, but the sequences of task \(task.rawValue) grow as they are "
                + "mastered, which workers do not follow: use task text or images, or workers=0"
        case .otherSharedMethod(let kind, let method):
            let methods =
                switch kind {
                case .locked, .pipelined, .stale: "backprop"
                case .decoupled, .forwardUnlocked: "sg_*"
                case .windows: "truncated_bptt or sg_*"
                case .data: "backprop for layers, truncated_bptt or sg_* for texts"
                }
            return "parallel is '\(kind.rawValue)', but method is '\(method.name)': use \(methods)"
        case .notWithWorkers(let assignment):
            return "\(assignment), but workers is above 0: leave it at "
                + "\(assignment.setting.definition.defaultValue), or set workers=0"
        case .unevenMicrobatches(let parts, let batch):
            return "microbatches is \(parts), but batch is \(batch): use a divisor of it"
        case .normalizedMicrobatch(let parts):
            return
                "microbatches and batch are \(parts), but batch_normalization is 'yes': a sample "
                + "normalized by its own statistics is zero, and nothing learns: use fewer "
                + "microbatches or set batch_normalization=no"
        case .moreWorkersThanLayers(let workers, let depth):
            return
                "workers is \(workers), but depth is \(depth): use a worker for every layer at most"
        case .inputsOfSharing(let inputs, let kind):
            return kind == .forwardUnlocked
                ? "parallel is 'forward_unlocked', but input_synthesizer is 'none': use linear or mlp"
                : "input_synthesizer is '\(inputs.rawValue)', but parallel is '\(kind.rawValue)', whose "
                    + "workers wait for true inputs: use none, or forward_unlocked"
        case .cutWithoutSynthesizer(let placement, let cuts):
            return "placement is '\(placement.value)', but the workers are divided above layers "
                + "\(cuts.map(String.init).joined(separator: "+")): use a placement with these, or all"
        case .diagnosedBeyond(let positions, let budget):
            return
                "diagnose_at is '\(positions.value)', but budget is \(budget): name positions up to it"
        case .fewPairs(let samples, let pairs, let inputs, let wanted):
            return
                "ceiling_samples is \(samples): \(pairs) pairs of a state and its gradient are too few "
                + "for a linear map of \(inputs) numbers: use \(wanted) or more"
        case .ceilingBeyondData(let samples, let available):
            return
                "ceiling_samples is \(samples), but in whole batches there are \(available) to be had: "
                + "use no more"
        case .textBelowWindows(let steps, let windows, let truncation):
            return
                "truncation is \(truncation) and \(windows) windows are trained on at a time, but a "
                + "lane of the text has \(steps) steps: use shorter windows, fewer workers or a smaller "
                + "batch"
        }
    }
}
