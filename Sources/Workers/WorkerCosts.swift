/// What one worker measured of its works and messages.
struct WorkerCosts: Hashable, Codable {
    var seconds: [Work: Double] = [:]
    /// The bytes of what it sends.
    var bytes: [Parcel.Content: Int] = [:]
    var gradientBytes = 0
    var addingPerByte = 0.0
    /// Of messages to a neighbour and back, a short one and a long one; nil where they were not
    /// measured.
    var messages: [MessageTimes]?

    /// The costs of all workers, and the link between them.
    static func merge(_ workers: [WorkerCosts]) -> MeasuredCosts {
        var costs = Costs(seconds: workers.map(\.seconds))
        for worker in workers { costs.bytes.merge(worker.bytes) { max($0, $1) } }
        costs.gradientBytes = workers.map(\.gradientBytes).max() ?? 0
        costs.addingPerByte = workers.map(\.addingPerByte).max() ?? 0
        var link = Link()
        if let times = workers.compactMap(\.messages).first {
            costs.sending = MessageTimes.cost(times, \.sending)
            costs.receiving = MessageTimes.cost(times, \.receiving)
            let way = MessageTimes.cost(times, \.oneWay)
            link.latency = max(
                0, way.perMessage - costs.sending.perMessage - costs.receiving.perMessage)
            link.secondsPerByte = max(
                0, way.perByte - costs.sending.perByte - costs.receiving.perByte)
        }
        return MeasuredCosts(costs: costs, link: link)
    }
}

/// The times of a message of some length, medians, in seconds.
struct MessageTimes: Hashable, Codable {
    let bytes: Int
    /// From the beginning of sending to the end of receiving.
    let oneWay: Double
    /// In the send, apart from waiting.
    let sending: Double
    /// In the receive, apart from waiting.
    let receiving: Double

    /// The line through the times of a short and of a long message.
    static func cost(
        _ times: [MessageTimes], _ part: KeyPath<MessageTimes, Double>
    ) -> MessageCost {
        guard let short = times.first, let long = times.last else { return MessageCost() }
        let slope =
            long.bytes > short.bytes
            ? max(
                0, (long[keyPath: part] - short[keyPath: part]) / Double(long.bytes - short.bytes))
            : 0
        return MessageCost(
            perMessage: max(0, short[keyPath: part] - slope * Double(short.bytes)),
            perByte: slope)
    }
}
