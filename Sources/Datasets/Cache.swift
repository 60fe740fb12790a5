import Synchronization

/// Values kept for the life of the process: a sweep checks data that its cells then train on.
struct Cache<Key: Hashable & Sendable, Value: Sendable>: ~Copyable, Sendable {
    private let known = Mutex<[Key: Value]>([:])

    /// The value of `key`, made when it is asked for the first time. A failure is not kept.
    func value<Failure>(
        of key: Key, or make: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        if let value = known.withLock({ $0[key] }) { return value }
        let value = try make()
        known.withLock { $0[key] = value }
        return value
    }
}
