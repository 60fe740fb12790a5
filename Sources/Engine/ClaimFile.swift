import Foundation

/// The file of a claim, and one attempt to take it.
struct ClaimFile {
    let path: String
    let machine: Machine
    /// Locks an open file.
    let lock: (Int32) -> LockResult

    /// What came of an attempt.
    enum Attempt {
        case taken(descriptor: Int32, isLocked: Bool)
        /// Another run has it.
        case held
        /// It changed hands meanwhile.
        case again
        case failed(errno: Int32)
        /// There is something that is no lock file or that may not be opened.
        case inTheWay(errno: Int32)
    }

    func attempt() -> Attempt {
        let created = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
        if created >= 0 { return own(created) }
        guard errno == EEXIST else { return errno == EINTR ? .again : .failed(errno: errno) }
        // Opening a pipe must not wait for its other end.
        let found = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard found >= 0 else {
            let code = errno
            if code == ENOENT || code == EINTR { return .again }
            let isInTheWay = [EISDIR, ELOOP, ENXIO, EACCES, EPERM].contains(code)
            return isInTheWay ? .inTheWay(errno: code) : .failed(errno: code)
        }
        defer { close(found) }
        return takeOver(found)
    }

    /// Makes a new file the claim of this process.
    private func own(_ descriptor: Int32) -> Attempt {
        var result = lock(descriptor)
        // Others look at it for a moment.
        for _ in 0..<100 where result == .busy {
            usleep(1000)
            result = lock(descriptor)
        }
        guard result != .busy, isNamed(descriptor, path) else {
            close(descriptor)
            return .again
        }
        let text = Array(
            """
            machine \(machine.identifier)
            host \(machine.host)
            process \(getpid())
            since \(Date().ISO8601Format())

            """.utf8)
        guard write(descriptor, text, text.count) == text.count else {
            let error = errno
            unlink(path)
            close(descriptor)
            return .failed(errno: error)
        }
        return .taken(descriptor: descriptor, isLocked: result == .locked)
    }

    /// Removes the file of a holder that is gone.
    private func takeOver(_ descriptor: Int32) -> Attempt {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { return .failed(errno: errno) }
        guard information.st_mode & S_IFMT == S_IFREG else { return .inTheWay(errno: EEXIST) }
        let result = lock(descriptor)
        if result == .busy { return .held }
        guard isNamed(descriptor, path) else { return .again }
        let holder = holder(in: descriptor)
        // Who locks on this machine would have it locked.
        if result == .unsupported || holder != machine.identifier {
            guard let age = age(since: information.st_mtim) else { return .failed(errno: errno) }
            // A holder writes its name at once.
            if age < (holder == nil ? 2 : CellClaim.patience) { return .held }
        }
        // Another machine may do the same at this moment: the file must be the one that was seen.
        let passing = sibling("gone")
        guard rename(path, passing) == 0 else { return .again }
        if !isNamed(descriptor, passing) { link(passing, path) }
        unlink(passing)
        return .again
    }

    /// The machine that a claim names; nil for none.
    private func holder(in descriptor: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let line = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
            .split(separator: "\n").first
        guard let line, line.hasPrefix("machine ") else { return nil }
        return String(line.dropFirst("machine ".count))
    }

    /// The seconds since `time` by the clock of the file server; nil when it cannot be asked.
    private func age(since time: timespec) -> Double? {
        let probe = sibling("clock")
        let descriptor = open(probe, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        unlink(probe)
        var now = stat()
        guard fstat(descriptor, &now) == 0 else { return nil }
        return Double(now.st_mtim.tv_sec - time.tv_sec)
            + Double(now.st_mtim.tv_nsec - time.tv_nsec) / 1e9
    }

    private func sibling(_ kind: String) -> String {
        (path as NSString).deletingLastPathComponent
            + "/\(kind)-\(String(UInt64.random(in: 0...UInt64.max), radix: 16))"
    }

    /// Whether a file in the folder of locks is there for a moment only.
    static func isPassing(_ name: String) -> Bool {
        name.contains(/^(gone|clock)-[0-9a-f]{1,16}$/)
    }
}

/// A machine since it was started.
struct Machine: Hashable {
    let host: String
    /// Differs between machines even where they share a host name, as containers may.
    let identifier: String

    static let current = Machine(
        host: ProcessInfo.processInfo.hostName,
        boot: try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8))

    init(host: String, boot: String?) {
        self.host = host
        identifier = boot.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? host
    }
}
