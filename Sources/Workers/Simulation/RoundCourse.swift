/// A round in the course of simulation.
///
/// Times do not depend on the order in which workers are looked at: all that a worker waits for is the
/// arrival of a message, or a sum, and of each the time is known once the other workers have got there.
struct RoundCourse {
    /// Where a worker is with the next sum.
    enum Sum {
        case ahead, waiting, done
    }

    /// How far a worker is.
    struct Worker {
        let actions: [Action]
        var next = 0
        var clock = 0.0
        var busy = 0.0
        var waiting = 0.0
        var staleness = Staleness()
        /// Whether it is to be looked at.
        var isListed = true
        var sum = Sum.ahead

        var nextAction: Action? { next < actions.count ? actions[next] : nil }

        mutating func wait(until time: Double) {
            guard time > clock else { return }
            waiting += time - clock
            clock = time
        }

        mutating func work(_ seconds: Double) {
            busy += seconds
            clock += seconds
        }
    }

    /// The messages of one worker to another.
    private struct Way {
        /// When the link is free for the next.
        var free = 0.0
        /// The arrivals of those that are not taken.
        var arrivals: [Parcel: Double] = [:]

        mutating func send(_ parcel: Parcel, at time: Double, bytes: Double, over link: Link) {
            free = max(free, time) + link.secondsPerByte * bytes
            arrivals[parcel] = free + link.latency
        }
    }

    private struct Ends: Hashable {
        let sender: Int
        let receiver: Int
    }

    private let simulator: Simulator
    private(set) var workers: [Worker]
    private var ways: [Ends: Way] = [:]

    init(_ simulator: Simulator, updates: Int) {
        self.simulator = simulator
        workers = (0..<simulator.costs.workers).map {
            Worker(actions: simulator.schedule.actions(of: $0, in: 0..<updates))
        }
    }

    /// When the last worker is at the end.
    var seconds: Double { workers.map(\.clock).max() ?? 0 }

    mutating func run() {
        var list = Array(workers.indices)
        while let index = list.popLast() {
            workers[index].isListed = false
            while let action = workers[index].nextAction, advance(index, action, &list) {
                workers[index].staleness.see(action)
                workers[index].next += 1
            }
        }
        precondition(
            workers.allSatisfy { $0.nextAction == nil }, "workers wait for one another for ever")
        let end = seconds
        for index in workers.indices { workers[index].wait(until: end) }
    }

    /// Does an action.
    /// - Parameter list: takes in the workers that may go on because of it.
    /// - Returns: whether it was possible.
    private mutating func advance(_ index: Int, _ action: Action, _ list: inout [Int]) -> Bool {
        let costs = simulator.costs
        switch action {
        case .compute(let work, _, _):
            workers[index].work(costs.seconds(of: work, by: index))
        case .send(let parcel, let receiver):
            let ends = Ends(sender: index, receiver: receiver)
            let bytes = Double(costs.bytes[parcel.content] ?? 0)
            workers[index].work(costs.sending.seconds(bytes: bytes))
            let start = workers[index].clock
            ways[ends, default: Way()].send(parcel, at: start, bytes: bytes, over: simulator.link)
            add(receiver, to: &list)
        case .receive(let parcel, let sender):
            let ends = Ends(sender: sender, receiver: index)
            guard let arrival = ways[ends]?.arrivals.removeValue(forKey: parcel) else {
                return false
            }
            let bytes = Double(costs.bytes[parcel.content] ?? 0)
            workers[index].wait(until: arrival)
            workers[index].work(costs.receiving.seconds(bytes: bytes))
        case .sum:
            return meet(index, &list)
        }
        return true
    }

    /// Arrives at a sum, which begins when all workers have.
    /// - Returns: whether the worker goes on from it.
    private mutating func meet(_ index: Int, _ list: inout [Int]) -> Bool {
        switch workers[index].sum {
        case .done:
            workers[index].sum = .ahead
            return true
        case .waiting: return false
        case .ahead: break
        }
        workers[index].sum = .waiting
        guard workers.allSatisfy({ $0.sum == .waiting }) else { return false }
        let (start, sum) = (seconds, simulator.sum)
        for other in workers.indices {
            workers[other].wait(until: start)
            workers[other].work(sum.busy)
            workers[other].wait(until: start + sum.busy + sum.waiting)
            workers[other].sum = .done
            add(other, to: &list)
        }
        workers[index].sum = .ahead
        return true
    }

    private mutating func add(_ index: Int, to list: inout [Int]) {
        guard !workers[index].isListed else { return }
        workers[index].isListed = true
        list.append(index)
    }
}
