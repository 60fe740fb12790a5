/// The time that the works of a schedule take, and the size of what is handed over.
///
/// Times are seconds, sizes bytes.
package struct Costs: Hashable, Codable, Sendable {
    /// The seconds of each work, by worker: of one batch, in mode `pipelined` of one microbatch. A work
    /// that is missing takes no time.
    package var seconds: [[Work: Double]]
    /// The sender's processor time for a message.
    package var sending = MessageCost()
    /// The receiver's processor time for a message, from its arrival on.
    package var receiving = MessageCost()
    /// The bytes of a parcel, in mode `pipelined` of a microbatch's; none where missing.
    package var bytes: [Parcel.Content: Int] = [:]
    /// The bytes of the parameter gradients that are summed.
    package var gradientBytes = 0
    /// The time to add a byte's worth of gradients that have arrived to one's own, in a sum.
    package var addingPerByte = 0.0

    /// Costs of work, without any of messages.
    package init(seconds: [[Work: Double]]) { self.seconds = seconds }

    /// The number of workers.
    package var workers: Int { seconds.count }

    /// The seconds of one work of a worker.
    package func seconds(of work: Work, by worker: Int) -> Double { seconds[worker][work] ?? 0 }
}

/// Processor time for a message: a part for each, and a part for its length.
package struct MessageCost: Hashable, Codable, Sendable {
    /// Seconds for a message of no bytes.
    package var perMessage: Double
    /// Seconds for a byte more.
    package var perByte: Double

    /// A cost; none by default.
    package init(perMessage: Double = 0, perByte: Double = 0) {
        self.perMessage = perMessage
        self.perByte = perByte
    }

    /// Seconds for a message of so many bytes.
    package func seconds(bytes: Double) -> Double { perMessage + perByte * bytes }
}

/// The way between two workers, one for each direction.
///
/// Messages of one sender go one after the other: bytes/bandwidth each, and arrive a latency later.
package struct Link: Hashable, Codable, Sendable {
    /// Seconds from the end of sending to the arrival.
    package var latency: Double
    /// Seconds for a byte, 1/bandwidth; 0: as many bytes at once as there are.
    package var secondsPerByte: Double

    /// A link.
    /// - Parameters:
    ///   - latency: in seconds.
    ///   - bandwidth: in bytes a second; nil: without a limit.
    package init(latency: Double = 0, bandwidth: Double? = nil) {
        self.latency = latency
        secondsPerByte = bandwidth.map { 1 / $0 } ?? 0
    }

    /// Seconds from the sending of a lone message to its arrival.
    package func seconds(bytes: Double) -> Double { latency + secondsPerByte * bytes }
}

/// The costs and the link that were measured on some workers.
package struct MeasuredCosts: Hashable, Codable, Sendable {
    package var costs: Costs
    package var link: Link

    /// What was measured.
    package init(costs: Costs, link: Link) {
        self.costs = costs
        self.link = link
    }
}

extension Work: Codable {}
extension Parcel.Content: Codable {}
