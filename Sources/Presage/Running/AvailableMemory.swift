import Foundation

/// The memory that this process may take before the system runs out of it, in bytes: the least of
/// what the machine, the control group and the limits of the process leave; nil where none is known.
func availableMemory() -> Int? {
    let group = "/sys/fs/cgroup/memory"
    var limits: [Int] = []
    if let kibibytes = number("/proc/meminfo", after: "MemAvailable:") {
        limits.append(kibibytes << 10)
    }
    if let limit = number(group + ".max"), let used = number(group + ".current") {
        limits.append(limit - used)
    }
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
        let bytes = Int(exactly: limit.rlim_cur)
    {
        limits.append(bytes)
    }
    return limits.min()
}

/// The first number in a file, after a word where one is given; nil when there is none.
private func number(_ path: String, after word: String? = nil) -> Int? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    var words = text.split(whereSeparator: \.isWhitespace)[...]
    if let word { words = words.drop { $0 != word }.dropFirst() }
    return words.first.flatMap { Int($0) }
}
