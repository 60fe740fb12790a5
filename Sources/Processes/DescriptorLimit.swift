import Glibc

/// The number of files that this process may have open at a time.
package enum DescriptorLimit {
    /// Raises the limit as far as it goes.
    /// - Returns: how many more files can be opened.
    package static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 256
        }
        var raised = limit
        raised.rlim_cur = limit.rlim_max
        if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        let most = Int(min(limit.rlim_cur, 1 << 20))
        // Those that are open, as a rule with low numbers.
        let open = (0..<Int32(min(most, 1024))).count { fcntl($0, F_GETFD) >= 0 }
        return most - open
    }
}
