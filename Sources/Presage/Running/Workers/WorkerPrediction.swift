import Trainers
import Vocabulary
import Workers

/// What the simulator makes of the costs that were measured before training: of this cell, and of more
/// workers than it has.
struct WorkerPrediction {
    private let configuration: Configuration
    private let measured: MeasuredCosts
    /// The costs of one layer, or of the 1,024th part of a window.
    private let layer: LayerCosts

    /// The parts into which a network is thought divided.
    static let parts = 1024

    init(_ configuration: Configuration, _ measured: MeasuredCosts, layer: LayerCosts) {
        self.configuration = configuration
        self.measured = measured
        self.layer = layer
    }

    /// Updates a second.
    /// - Parameter round: the updates of a round.
    func rate(round: Int) -> Double {
        let simulation = Simulator(
            Schedule(configuration.parallelism), measured.costs, measured.link
        ).run(updates: round, round: round)
        return 1 / simulation.secondsPerUpdate
    }

    /// What is predicted, beside what was measured.
    func measurements(rate: Double, round: Int) -> [Measurement] {
        let predicted = self.rate(round: round)
        var values: [(Quantity, Double)] = [
            (.predictedRate, predicted), (.predictionError, 100 * (predicted / rate - 1)),
        ]
        guard configuration[.workers] > 1 else { return values.map(Measurement.single) }
        let bytes = Double(layer.outputBytes)
        let message =
            measured.link.seconds(bytes: bytes) + measured.costs.sending.seconds(bytes: bytes)
            + measured.costs.receiving.seconds(bytes: bytes)
        values.append((.linkTime, message * 1e6))
        if configuration.family == .layered {
            values.append((.layerTime, (layer.forward + layer.backward) * 1e6))
        }
        return values.map(Measurement.single) + speedups
    }

    private var law: ScalingLaw {
        var law = ScalingLaw(layer, over: measured.link)
        law.layers = Self.parts
        (law.sending, law.receiving) = (measured.costs.sending, measured.costs.receiving)
        law.addingPerByte = measured.costs.addingPerByte
        law.microbatches = configuration[.microbatches]
        law.slack = configuration[.slack]
        return law
    }

    /// The speed-up by more workers and, where there is a synthesizer, from how many on decoupled layers
    /// are faster than others.
    private var speedups: [Measurement] {
        let law = law
        // What a synthesizer of inputs costs is not measured.
        guard configuration[.parallel] != .forwardUnlocked else { return [] }
        let own = law.speedUps(configuration[.parallel].mode)
        let curve = Measurement(
            quantity: .predictedSpeedup,
            coordinate: Coordinate(
                name: "simulated_workers", longName: "workers of the simulated training",
                unit: "workers", positions: law.workers), values: own)
        switch configuration[.parallel] {
        case .locked, .pipelined, .stale, .forwardUnlocked, .data, .windows: return [curve]
        case .decoupled:
            let rivals: [ParallelKind] = [.locked, .pipelined, .stale, .data]
            return [curve]
                + rivals.map { rival in
                    let first = law.firstWorkers(where: own, beat: law.speedUps(rival.mode))
                    return .single(.firstWorkers(than: rival), first.map(Double.init) ?? .nan)
                }
        }
    }
}

extension Measurement {
    /// One value.
    static func single(_ quantity: Quantity, _ value: Double) -> Measurement {
        Measurement(quantity: quantity, coordinate: nil, values: [value])
    }
}

extension LayerCosts {
    /// The costs of a layer with the time that it sleeps, or of the 1,024th part of a window.
    init(_ parts: PartCosts, _ messages: WorkerMessages, _ configuration: Configuration) {
        self.init()
        let (share, sleep): (Double, Double) =
            switch configuration.family {
            case .layered: (1, configuration[.layerSleep] / 1e6)
            case .recurrent: (1 / Double(WorkerPrediction.parts), 0)
            }
        func seconds(_ part: UpdatePart, sleep: Double = 0) -> Double {
            parts.times.median(of: part).map { $0 * share + sleep } ?? 0
        }
        forward = seconds(.forward, sleep: sleep)
        backward = seconds(.backward, sleep: 2 * sleep)
        step = seconds(.step)
        switch configuration.family {
        case .layered:
            predict = seconds(.predict, sleep: sleep)
            regress = seconds(.train, sleep: sleep)
        // Every worker with windows has the synthesizer, and its work is part of going back.
        case .recurrent: backward += seconds(.predict) + seconds(.train)
        }
        outputBytes = messages.output
        gradientBytes = Int(Double(messages.gradients) * share)
    }
}
