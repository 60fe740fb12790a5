import Layers
import Tensor
import Trainers

/// The activations of a worker's layers for one batch or microbatch under way.
struct LayerLane {
    let network: FeedForwardNetwork
    /// What the lowest layer reads, where it comes from elsewhere or has to be kept. (B, inputs)
    let input: Matrix

    /// The lanes of a worker; the first has the network's own activations.
    static func make(
        _ network: FeedForwardNetwork, _ layers: Range<Int>, count: Int,
        _ parallelism: Parallelism, in workspace: Workspace
    ) -> [LayerLane] {
        (0..<count).map { index in
            let batch =
                parallelism.mode == .pipelined
                ? parallelism.samples(of: index, batch: network.batch).count : network.batch
            return LayerLane(
                network: index == 0
                    ? network : network.twin(of: layers, batch: batch, in: workspace),
                input: workspace.matrix(batch, network.layers[layers.lowerBound].inputs))
        }
    }
}

/// What is kept of a batch until the targets of its synthesizers arrive.
final class KeptBatch {
    /// The network's inputs, for the synthesizer of a worker's inputs.
    private(set) var x = Matrix(rows: 0, columns: 0)
    private(set) var condition = Matrix(rows: 0, columns: 0)
    /// The output of the worker's topmost layer.
    private(set) var output = Matrix(rows: 0, columns: 0)

    func keep(_ batch: LayerBatch) {
        Self.copy(batch.x, into: &x)
        Self.copy(batch.condition, into: &condition)
    }

    func keep(output: Matrix) { Self.copy(output, into: &self.output) }

    private static func copy(_ source: Matrix, into place: inout Matrix) {
        if place.count != source.count {
            place = Matrix(rows: source.rows, columns: source.columns)
        }
        place.copy(from: source)
    }
}

extension Parallelism {
    /// The samples of a microbatch: a share as even as can be.
    func samples(of part: Int, batch: Int) -> Range<Int> {
        guard mode == .pipelined else { return 0..<batch }
        precondition(microbatches <= batch, "\(microbatches) microbatches of \(batch) samples")
        return batch * part / microbatches..<batch * (part + 1) / microbatches
    }
}

extension Parallelism.Mode {
    /// Whether synthesizers join the layers of the workers.
    var isDecoupled: Bool {
        switch self {
        case .decoupled, .forwardUnlocked: true
        case .locked, .pipelined, .stale, .data, .windows: false
        }
    }
}

extension Matrix {
    /// Takes over float32 numbers, row by row.
    func take(_ bytes: UnsafeRawBufferPointer, of parcel: Parcel) throws(StageError) {
        requireContiguous("take")
        let expected = count * MemoryLayout<Float>.stride
        guard bytes.count == expected else {
            throw .otherSize(parcel, bytes: bytes.count, expected: expected)
        }
        UnsafeMutableRawBufferPointer(start: pointer, count: expected).copyMemory(from: bytes)
    }

    /// The numbers as bytes, aliased.
    var bytes: UnsafeRawBufferPointer {
        requireContiguous("bytes")
        return UnsafeRawBufferPointer(start: pointer, count: count * MemoryLayout<Float>.stride)
    }
}
