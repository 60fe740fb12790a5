import CProcesses
import Foundation

/// The processors that this process may use: fewer than the machine has under `taskset`, in a
/// container with a quota, or in a job of Slurm.
package enum AvailableCores {
    package static var count: Int {
        count(
            affinity: Int(cprocesses_allowed_processors()),
            quota: quota(groups: contents("/proc/self/cgroup") ?? "", read: contents),
            environment: ProcessInfo.processInfo.environment)
    }

    /// The smallest of what is known, at least 1.
    /// - Parameters:
    ///   - affinity: the processors of the process's affinity; 0 when unknown.
    ///   - quota: the processors' time that the control group has, in processors.
    ///   - environment: where Slurm tells a job's allocation.
    static func count(affinity: Int, quota: Double?, environment: [String: String]) -> Int {
        var bounds = [affinity > 0 ? affinity : ProcessInfo.processInfo.activeProcessorCount]
        if let quota { bounds.append(Int(min(quota, 1e6).rounded(.up))) }
        let allocation = environment["SLURM_CPUS_PER_TASK"] ?? environment["SLURM_CPUS_ON_NODE"]
        if let allocation = allocation.flatMap(Int.init) { bounds.append(allocation) }
        return max(1, bounds.min() ?? 1)
    }

    /// The smallest quota of the process's control group and those around it; nil without any.
    /// - Parameters:
    ///   - groups: the contents of `/proc/self/cgroup`: lines `number:controllers:path`.
    ///   - read: reads a file of the system; nil where there is none.
    static func quota(groups: String, read: (String) -> String?) -> Double? {
        var quotas: [Double] = []
        for line in groups.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let isUnified = parts[1].isEmpty
            guard isUnified || parts[1].split(separator: ",").contains("cpu") else { continue }
            let roots =
                isUnified
                ? ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"]
                : ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/\(parts[1])"]
            // In a container the group's own path is not visible, but what is above it is the group.
            var path = String(parts[2])
            while true {
                for folder in roots.map({ $0 + (path == "/" ? "" : path) }) {
                    let words =
                        isUnified
                        ? read(folder + "/cpu.max")
                        : read(folder + "/cpu.cfs_quota_us").flatMap { quota in
                            read(folder + "/cpu.cfs_period_us").map { "\(quota) \($0)" }
                        }
                    if let quota = words.flatMap(ratio) { quotas.append(quota) }
                }
                guard path.count > 1 else { break }
                path = (path as NSString).deletingLastPathComponent
            }
        }
        return quotas.min()
    }

    /// The quotient of two numbers in a text; nil for `max 100000` and `-1 100000`: no quota.
    private static func ratio(_ text: String) -> Double? {
        let numbers = text.split(whereSeparator: \.isWhitespace).map { Double($0) }
        guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0,
            period > 0
        else { return nil }
        return quota / period
    }

    private static func contents(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)
    }
}
