import Channels
import Tensor

/// Sums numbers over all workers, with messages to and from neighbours in a ring alone: every piece
/// of the numbers goes around once while it is added up, and once more when it is whole.
///
/// The sums are the same bits on every worker. Each sends and receives 2(w − 1)/w of the numbers.
///
/// Source: Patarasuk and Yuan 2009, "Bandwidth optimal all-reduce algorithms".
struct RingSum {
    /// The numbers of all tensors end to end.
    private let numbers: Matrix
    private let tensors: [Matrix]
    private let worker: Int
    private let workers: Int
    /// Tells the sum apart from others under way.
    private let content: UInt16

    /// - Parameter tensors: what is summed, in place.
    init(_ tensors: [Matrix], worker: Int, workers: Int, content: UInt16) {
        numbers = Matrix(rows: 1, columns: tensors.reduce(0) { $0 + $1.count })
        self.tensors = tensors
        self.worker = worker
        self.workers = workers
        self.content = content
    }

    var bytes: Int { numbers.bytes.count }

    /// The numbers of a piece, of which there are as many as workers; counted around the ring.
    private func piece(_ number: Int) -> Matrix {
        let number = (number + 2 * workers) % workers
        return numbers.columns(
            numbers.count * number / workers..<numbers.count * (number + 1) / workers)
    }

    /// Leaves the sums over all workers in the tensors.
    /// - Parameter messages: sends to the next worker and then receives from the one before.
    func callAsFunction(
        update: Int,
        exchange: (_ tag: Tag, _ out: Matrix, _ next: Int, _ before: Int) throws(WorkerFault)
            -> [UInt8]
    ) throws(WorkerFault) {
        guard workers > 1 else { return }
        gather()
        let (next, before) = ((worker + 1) % workers, (worker + workers - 1) % workers)
        for step in 0..<2 * (workers - 1) {
            let isReducing = step < workers - 1
            let shift = isReducing ? step : step - workers
            let bytes = try exchange(
                Tag(content: content, update: update, part: step), piece(worker - shift), next,
                before)
            let place = piece(worker - shift - 1)
            guard bytes.count == place.bytes.count else {
                throw .failed(
                    worker: before,
                    "a piece of a sum of \(bytes.count) bytes, not \(place.bytes.count)")
            }
            if isReducing { place.add(bytes) } else { place.replace(by: bytes) }
        }
        scatter()
    }

    private func gather() {
        var place = 0
        for tensor in tensors {
            numbers.columns(place..<place + tensor.count).copy(from: tensor.flattened)
            place += tensor.count
        }
    }

    private func scatter() {
        var place = 0
        for tensor in tensors {
            tensor.flattened.copy(from: numbers.columns(place..<place + tensor.count))
            place += tensor.count
        }
    }

    /// Adds all numbers to themselves, as they would be if they had arrived; to be timed.
    func addOnce() { numbers.add([UInt8](numbers.bytes)) }
}

extension Matrix {
    /// Adds float32 numbers, as many as there are.
    fileprivate func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            let others = bytes.assumingMemoryBound(to: Float.self)
            for index in 0..<count { pointer[index] += others[index] }
        }
    }

    /// Takes over float32 numbers, as many as there are.
    fileprivate func replace(by bytes: [UInt8]) {
        UnsafeMutableRawBufferPointer(start: pointer, count: bytes.count).copyBytes(from: bytes)
    }
}
