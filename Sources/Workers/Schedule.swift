/// The order in which workers compute, send and receive: one description, by which real workers run and
/// by which the simulator predicts them.
///
/// Worker 0 has the lowest layers. Training goes in rounds: at the end of one everything that is under
/// way has arrived, so that the state of a run lies with the workers alone. Everything is decided by the
/// number of the update, nothing by time.
package struct Schedule: Hashable, Sendable {
    package let parallelism: Parallelism

    package init(_ parallelism: Parallelism) { self.parallelism = parallelism }

    private var workers: Int { parallelism.workers }

    /// The most updates in a round.
    package static let longestRound = 256

    /// The updates by which the gradient of a worker's layers is late, counted in batches it has run
    /// forward since.
    package func delay(of worker: Int) -> Int {
        switch parallelism.mode {
        case .stale: parallelism.slack * (workers - 1 - worker)
        case .locked, .pipelined, .decoupled, .forwardUnlocked, .data, .windows: 0
        }
    }

    /// The sets of activations that a worker keeps at a time.
    package func lanes(of worker: Int) -> Int {
        switch parallelism.mode {
        case .pipelined: parallelism.microbatches
        // A round has no more updates than that.
        case .stale: min(delay(of: worker) + 1, Self.longestRound)
        case .locked, .decoupled, .forwardUnlocked, .data, .windows: 1
        }
    }

    /// The parcels of one sender that may have to be held for a receiver.
    package var slots: Int {
        2 * max(parallelism.microbatches, parallelism.slack * workers) + 4
    }

    /// What a worker does in a round.
    /// - Parameter round: the updates, counted from the beginning of training.
    package func actions(of worker: Int, in round: Range<Int>) -> [Action] {
        precondition((0..<workers).contains(worker), "worker \(worker) of \(workers)")
        return switch parallelism.mode {
        case .locked, .pipelined: round.flatMap { backpropagation(worker, $0) }
        case .stale: stale(worker, round)
        case .decoupled, .forwardUnlocked: decoupled(worker, round)
        case .data: round.flatMap { data($0) }
        case .windows: windows(worker, round)
        }
    }

    private func isLast(_ worker: Int) -> Bool { worker == workers - 1 }

    /// Forward through one batch or microbatch, from the worker below to the one above.
    private func forward(_ worker: Int, _ update: Int, _ part: Int) -> [Action] {
        let parcel = Parcel(.output, update: update, part: part)
        return (worker > 0 ? [.receive(parcel, from: worker - 1)] : [])
            + [.compute(.forward, update: update, part: part)]
            + (isLast(worker) ? [] : [.send(parcel, to: worker + 1)])
    }

    /// Backward through one batch or microbatch, from the worker above to the one below.
    private func backward(_ worker: Int, _ update: Int, _ part: Int) -> [Action] {
        let parcel = Parcel(.gradient, update: update, part: part)
        return (isLast(worker) ? [] : [.receive(parcel, from: worker + 1)])
            + [.compute(.backward, update: update, part: part)]
            + (worker > 0 ? [.send(parcel, to: worker - 1)] : [])
    }

    /// Microbatches forward, and backward in the reverse order; one microbatch is locked backpropagation.
    private func backpropagation(_ worker: Int, _ update: Int) -> [Action] {
        let parts = 0..<(parallelism.mode == .pipelined ? parallelism.microbatches : 1)
        return [.compute(.load, update: update, part: 0)]
            + parts.flatMap { forward(worker, update, $0) }
            + parts.reversed().flatMap { backward(worker, update, $0) }
            + [.compute(.step, update: update, part: 0)]
    }

    private func stale(_ worker: Int, _ round: Range<Int>) -> [Action] {
        let delay = delay(of: worker)
        func finish(_ update: Int) -> [Action] {
            backward(worker, update, 0) + [.compute(.step, update: update, part: 0)]
        }
        return round.flatMap { update in
            [.compute(.load, update: update, part: 0)] + forward(worker, update, 0)
                + (update - delay >= round.lowerBound ? finish(update - delay) : [])
        } + round.suffix(delay).flatMap { finish($0) }
    }

    private func decoupled(_ worker: Int, _ round: Range<Int>) -> [Action] {
        let slack = parallelism.slack
        let isUnlocked = parallelism.mode == .forwardUnlocked
        let readsInputs = isUnlocked && worker > 0
        /// What comes late of an update: the target of the synthesizer above, the inputs from below.
        func finish(_ update: Int) -> [Action] {
            var actions: [Action] = []
            if readsInputs {
                actions += [
                    .receive(Parcel(.output, update: update), from: worker - 1),
                    .compute(.regressInput, update: update, part: 0),
                ]
            }
            if !isLast(worker) {
                actions.append(.receive(Parcel(.gradient, update: update), from: worker + 1))
                if isUnlocked {
                    actions.append(.receive(Parcel(.input, update: update), from: worker + 1))
                }
                actions.append(.compute(.regress, update: update, part: 0))
            }
            return actions
        }
        return round.flatMap { update -> [Action] in
            var actions: [Action] = [.compute(.load, update: update, part: 0)]
            actions +=
                readsInputs
                ? [.compute(.forward, update: update, part: 0)]
                    + (isLast(worker)
                        ? [] : [.send(Parcel(.output, update: update), to: worker + 1)])
                : forward(worker, update, 0)
            actions.append(.compute(.backward, update: update, part: 0))
            if worker > 0 {
                actions.append(.send(Parcel(.gradient, update: update), to: worker - 1))
                if isUnlocked {
                    actions.append(.send(Parcel(.input, update: update), to: worker - 1))
                }
            }
            actions += update - slack >= round.lowerBound ? finish(update - slack) : []
            actions.append(.compute(.step, update: update, part: 0))
            return actions
        } + round.suffix(slack).flatMap { finish($0) }
    }

    private func data(_ update: Int) -> [Action] {
        [
            .compute(.load, update: update, part: 0), .compute(.forward, update: update, part: 0),
            .compute(.backward, update: update, part: 0), .sum(update: update),
            .compute(.step, update: update, part: 0),
        ]
    }

    /// A round of windows in which the state goes from worker to worker, and from the last to the first.
    private func windows(_ worker: Int, _ round: Range<Int>) -> [Action] {
        let before = (worker + workers - 1) % workers
        func fromBefore(_ update: Int) -> Action {
            .receive(Parcel(.state, update: worker > 0 ? update : update - 1), from: before)
        }
        guard workers > 1 else { return round.flatMap { data($0) } }
        return round.flatMap { update -> [Action] in
            [.compute(.load, update: update, part: 0)]
                + (worker > 0 || update > round.lowerBound ? [fromBefore(update)] : [])
                + [
                    .compute(.forward, update: update, part: 0),
                    .send(Parcel(.state, update: update), to: (worker + 1) % workers),
                    .compute(.backward, update: update, part: 0), .sum(update: update),
                    .compute(.step, update: update, part: 0),
                ]
        } + (worker == 0 && !round.isEmpty ? [fromBefore(round.upperBound)] : [])
    }
}
