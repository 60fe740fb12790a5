import Tensor
import Workers

/// All workers of a run in one thread, each doing its actions as far as it can in turn: an
/// interpreter of schedules without messages and clocks.
func runTogether(_ stages: [any Stage], _ schedule: Schedule, _ round: Range<Int>) throws {
    struct Sent: Hashable {
        let parcel: Parcel
        let from: Int
        let to: Int
    }
    var left = stages.indices.map { schedule.actions(of: $0, in: round)[...] }
    var mail: [Sent: [Float]] = [:]
    var summing: Set<Int> = []
    var moved = true
    while moved {
        moved = false
        for worker in stages.indices where !summing.contains(worker) {
            loop: while let action = left[worker].first {
                switch action {
                case .compute(let work, let update, let part):
                    stages[worker].compute(work, update: update, part: part)
                case .send(let parcel, let peer):
                    mail[Sent(parcel: parcel, from: worker, to: peer)] =
                        stages[worker].contents(of: parcel).values
                case .receive(let parcel, let peer):
                    let sent = Sent(parcel: parcel, from: peer, to: worker)
                    guard let numbers = mail.removeValue(forKey: sent) else { break loop }
                    try deliver(numbers, as: parcel, to: stages[worker])
                case .sum:
                    summing.insert(worker)
                }
                left[worker].removeFirst()
                moved = true
                if summing.contains(worker) { break loop }
            }
        }
        if summing.count == stages.count {
            sum(stages.map(\.gradients))
            summing = []
            moved = true
        }
    }
    precondition(left.allSatisfy(\.isEmpty) && mail.isEmpty, "\(schedule) stands still")
}

private func deliver(_ numbers: [Float], as parcel: Parcel, to stage: any Stage) throws {
    let matrix = Matrix(rows: 1, columns: numbers.count, numbers)
    try withExtendedLifetime(matrix) {
        try stage.accept(
            parcel, UnsafeRawBufferPointer(start: matrix.pointer, count: 4 * numbers.count))
    }
}

/// Every worker's gradients become the sum of all, worker by worker in float64.
private func sum(_ gradients: [[Matrix]]) {
    for place in gradients[0].indices {
        let values = gradients.map { $0[place].values }
        let total = values[0].indices.map { index in
            Float(values.reduce(0.0) { $0 + Double($1[index]) })
        }
        for gradients in gradients { gradients[place].copy(from: total) }
    }
}

/// The state that workers have together, by path.
func gathered(_ stages: [any Stage]) throws -> [String: [UInt64]] {
    var parts: [String: [UInt64]] = [:]
    for stage in stages {
        let state = StateTransfer()
        var stage = stage
        try stage.transfer(state)
        for part in state.parts {
            let path = part.path.joined(separator: "/")
            precondition(parts[path] == nil, "\(path) twice")
            parts[path] = part.numbers.bits
        }
    }
    return parts
}

/// The state of a trainer in one process, by path.
func whole(_ trainer: some Resumable) throws -> [String: [UInt64]] {
    let state = StateTransfer()
    var trainer = trainer
    try trainer.transfer(state)
    return Dictionary(
        uniqueKeysWithValues: state.parts.map {
            ($0.path.joined(separator: "/"), $0.numbers.bits)
        })
}

extension StateNumbers {
    var bits: [UInt64] {
        switch self {
        case .floats(let floats): floats.map { UInt64($0.bitPattern) }
        case .reals(let reals): reals.map(\.bitPattern)
        case .integers(let integers): integers.map { UInt64(bitPattern: Int64($0)) }
        }
    }
}
