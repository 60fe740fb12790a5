import Layers
import Tensor
import Trainers

/// A worker's share of a feed-forward network: some of its layers or, in mode `data`, all of them.
///
/// Modes `locked`, `pipelined`, `stale` and `data` are plain backpropagation. In `pipelined` a
/// microbatch is normalized by its own statistics, so that only without batch normalization the
/// gradients are those of the whole batch. In `stale` the backward of a batch reads the activations
/// saved at its forward, x in xᵀ·δ and y in f′, which are those of the weights there were then; its
/// products δ·Wᵀ use the weights of the time of the backward, those after the steps for all earlier
/// batches.
///
/// In `decoupled` and `forwardUnlocked` the worker does to its layers what `LayerwiseTrainer.update`
/// does, to the same bits without slack. The synthesizer at the upper cut takes its step as it is
/// regressed, once for every target. With slack it is regressed at the output of the batch of the
/// target, which is kept, by a prediction of its present parameters.
///
/// In `data` the gradients of w workers are summed and divided by w·B. Running statistics of batch
/// normalization are those of each worker's own batches; worker 0's are the network's.
///
/// Source: Huo et al. 2018, "Decoupled Parallel Backpropagation", for `stale`.
package final class LayerStage: Stage {
    let trainer: LayerwiseTrainer
    let worker: Int
    let schedule: Schedule
    /// The worker's layers.
    let layers: Range<Int>
    /// The worker's segments, from the bottom up: its layers cut at the interfaces inside.
    let segments: [Range<Int>]
    /// The interfaces inside, one fewer than segments.
    let inner: [LayerInterface]
    /// The interface on the output of the topmost layer; nil without one.
    let upper: LayerInterface?
    /// Those whose synthesizers of gradients the worker has: the ones inside and the upper one.
    let own: [LayerInterface]
    /// The synthesizer of what the lowest layer reads; nil where it reads the real thing.
    let lowerInput: InputSynthesizer?
    /// The sets of activations, by microbatch or by update.
    let lanes: [LayerLane]
    /// What is kept of the latest batches for synthesizers that learn from them later.
    let kept: [KeptBatch]
    let load: (_ update: Int) -> LayerBatch
    /// Seconds for each layer's forward on a whole batch, and for a synthesizer's.
    let sleep: Double
    var batch: LayerBatch?
    /// ∂ℓ/∂h of the layer below, of the latest backward.
    var bottom: Matrix?
    /// What has arrived from above: the gradient, and the input at which it was computed.
    let arrivedGradient: Matrix
    let arrivedInput: Matrix
    /// The scaled synthetic gradients that segments start from.
    let tops: [Matrix]
    /// What synthesizers inside learn.
    let targets: [Matrix]
    var report = StageReport()

    /// The layers of a worker: a share as even as can be.
    package static func cuts(depth: Int, workers: Int, worker: Int) -> Range<Int> {
        depth * worker / workers..<depth * (worker + 1) / workers
    }

    /// - Parameters:
    ///   - trainer: has an interface at every cut where synthesizers join the layers, and none
    ///     where backpropagation does.
    ///   - sleep: seconds added to the forward of each layer and of a synthesizer and to its
    ///     regression, twice that to the backward of a layer; a microbatch takes its share.
    ///   - load: draws the samples of an update.
    /// - Precondition: there are as many layers as workers at least, and samples as microbatches;
    ///   options of the trainer that no worker can follow alone are at their defaults.
    package init(
        _ trainer: LayerwiseTrainer, worker: Int, _ parallelism: Parallelism, sleep: Double = 0,
        in workspace: Workspace, load: @escaping (_ update: Int) -> LayerBatch
    ) {
        let (network, mode) = (trainer.network, parallelism.mode)
        let (depth, options) = (network.layers.count, trainer.options)
        let isShared = mode == .data
        precondition(
            mode != .windows && (isShared || parallelism.workers <= depth),
            "\(parallelism) of \(depth) layers")
        precondition(
            options.updateProbability == 1 && (mode.isDecoupled || trainer.interfaces.isEmpty)
                && (!mode.isDecoupled || options.mixing == 0 && options.warmUp == 0),
            "\(mode) with \(options) and \(trainer.interfaces.count) interfaces")
        self.trainer = trainer
        self.worker = worker
        self.load = load
        self.sleep = sleep
        schedule = Schedule(parallelism)
        let layers =
            isShared
            ? 0..<depth : Self.cuts(depth: depth, workers: parallelism.workers, worker: worker)
        self.layers = layers
        func interface(below layer: Int) -> LayerInterface? {
            trainer.interfaces.first { $0.layer == layer - 1 }
        }
        inner = trainer.interfaces.filter { layers.dropLast().contains($0.layer) }
        let ends = inner.map { $0.layer + 1 } + [layers.upperBound]
        segments = zip([layers.lowerBound] + ends, ends).map { $0..<$1 }
        upper = interface(below: layers.upperBound)
        own = inner + [upper].compactMap { $0 }
        lowerInput = interface(below: layers.lowerBound)?.inputSynthesizer
        precondition(
            !mode.isDecoupled
                || (layers.upperBound == depth || upper != nil)
                    && (layers.lowerBound == 0
                        || (lowerInput != nil) == (mode == .forwardUnlocked)),
            "\(mode) at the cuts of \(layers), interfaces at \(trainer.interfaces.map(\.layer))")
        lanes = LayerLane.make(
            network, layers, count: schedule.lanes(of: worker), parallelism, in: workspace)
        let width = network.layers[layers.upperBound - 1].outputs
        arrivedGradient = workspace.matrix(network.batch, width)
        arrivedInput = workspace.matrix(network.batch, width)
        tops = own.map { workspace.matrix(network.batch, $0.prediction.columns) }
        targets = inner.map { workspace.matrix(network.batch, $0.prediction.columns) }
        kept =
            mode.isDecoupled && parallelism.slack > 0
            ? (0...parallelism.slack).map { _ in KeptBatch() } : []
    }

    var network: FeedForwardNetwork { trainer.network }
    var isLast: Bool { layers.upperBound == network.layers.count }

    /// The samples of a microbatch; all of them where there are none.
    func samples(of part: Int) -> Range<Int> {
        schedule.parallelism.samples(of: part, batch: network.batch)
    }

    func lane(_ update: Int, _ part: Int) -> LayerLane {
        lanes[(schedule.parallelism.mode == .pipelined ? part : update) % lanes.count]
    }

    package func contents(of parcel: Parcel) -> Matrix {
        switch parcel.content {
        case .output:
            return lane(parcel.update, parcel.part).network.output(of: layers.upperBound - 1)
        case .gradient:
            guard let bottom else { preconditionFailure("\(parcel) before its backward") }
            return bottom
        case .input:
            guard let lowerInput else { preconditionFailure("\(parcel) without synthetic inputs") }
            return lowerInput.prediction
        case .state: preconditionFailure("\(parcel) of layers")
        }
    }

    package func accept(
        _ parcel: Parcel, _ bytes: UnsafeRawBufferPointer
    ) throws(StageError) {
        let place =
            switch parcel.content {
            case .output: lane(parcel.update, parcel.part).input
            case .gradient: arrivedGradient.rows(samples(of: parcel.part))
            case .input: arrivedInput
            case .state: preconditionFailure("\(parcel) for layers")
            }
        try place.take(bytes, of: parcel)
    }

    package var gradients: [Matrix] {
        schedule.parallelism.mode == .data ? trainer.learners.map(\.gradients.flat) : []
    }

    package func takeReport() -> StageReport {
        defer { report = StageReport() }
        return report
    }

    package func transfer(_ state: StateTransfer) throws(StateMismatch) {
        guard state.isSaving else { return try trainer.transfer(state) }
        guard schedule.parallelism.mode != .data || worker == 0 else { return }
        try trainer.transfer(state, of: layers)
    }

    package func transferOwn(_ state: StateTransfer) throws(StateMismatch) {}
}
