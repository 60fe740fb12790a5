import Engine
import Foundation
import Kernels
import Store
import Tensor
import Vocabulary

/// The checkpoint of a cell in training: where it lies, when it is due, and what is made of it.
struct Checkpoint {
    private let path: String
    private let program: String
    private let times: CellTimes
    private let log: (String) -> Void
    /// What the cell had taken before this process.
    private var earlier = RunTime(wall: 0, cpu: 0)
    private let start = ContinuousClock.now
    private let cpuStart = cpuSeconds()
    private var latest = ContinuousClock.now
    private var hasFailed = false

    /// - Parameters:
    ///   - times: among them the seconds between two.
    ///   - log: takes a line about what happens.
    init(
        path: String, revision: Revision, times: CellTimes,
        log: @escaping (String) -> Void
    ) {
        self.path = path
        program = Self.program(revision)
        self.times = times
        self.log = log
    }

    /// What the cell has taken, all its parts together.
    var time: RunTime {
        earlier
            + RunTime(
                wall: (ContinuousClock.now - start) / .seconds(1), cpu: cpuSeconds() - cpuStart)
    }

    /// The run to go on with: that of the checkpoint where there is one of this configuration and
    /// program, else a new one. A checkpoint that is of no use is named in the log and left aside.
    /// - Throws: as of a run that begins.
    mutating func run(_ configuration: Configuration) throws -> CellRun {
        guard let record = usable(for: configuration) else {
            return try CellRun(configuration, times: times)
        }
        do {
            let run = try CellRun(configuration, resuming: record, times: times)
            earlier = record.time
            log("resumed at update \(run.updates)")
            return run
        } catch let mismatch as StateMismatch {
            log("checkpoint \(path) is not used: it holds another state (\(mismatch))")
            return try CellRun(configuration, times: times)
        }
    }

    /// The checkpoint, if there is one that can be gone on from.
    private func usable(for configuration: Configuration) -> CheckpointRecord? {
        do throws(StoreError) {
            let record = try CheckpointRecord.read(path)
            guard let difference = difference(of: record, from: configuration) else {
                return record
            }
            log("checkpoint \(path) is not used: \(difference)")
        } catch {
            if case .missing = error {} else { log("checkpoint \(path) is not used: \(error)") }
        }
        return nil
    }

    private func difference(
        of record: CheckpointRecord, from configuration: Configuration
    ) -> String? {
        guard record.configurationJSON == configuration.canonical.json else {
            return "it is of another configuration"
        }
        return record.program == program ? nil : "it is of another build of the program"
    }

    /// Writes a checkpoint when one is due. Where it cannot be written, training goes on.
    mutating func saveIfDue(_ run: inout CellRun) {
        guard times.checkpointEvery > 0,
            ContinuousClock.now - latest >= .seconds(times.checkpointEvery)
        else { return }
        do {
            try save(&run)
        } catch {
            if !hasFailed { log("no checkpoint: \(error); the cell goes on without") }
            hasFailed = true
        }
        latest = .now
    }

    /// Writes a checkpoint of a run that is stopped. One that no file can hold, or in whose place there
    /// is something else, is named in the log.
    /// - Throws: `StoreError` when results cannot be written.
    func saveStopped(_ run: inout CellRun) throws {
        do { try save(&run) } catch let error as StoreError {
            guard isOfThisFile(error) else { throw error }
            log("no checkpoint: \(error)")
        }
        log("stopped at update \(run.updates)")
    }

    /// Whether other files can be written all the same.
    private func isOfThisFile(_ error: StoreError) -> Bool {
        if case .tooLarge = error { return true }
        guard case .system(_, _, let code) = error else { return false }
        return [EISDIR, ENOTDIR, ENOENT].contains(code)
    }

    /// Writes a checkpoint.
    /// - Throws: `StoreError`.
    private func save(_ run: inout CellRun) throws {
        let record = try run.checkpoint(program: program, time: time)
        let folder = parentFolder(of: path)
        // The first checkpoint of a folder of results makes its place.
        mkdir(folder, 0o777)
        try record.write(to: path)
    }

    /// Removes the checkpoint of a cell that is done.
    func remove() { unlink(path) }

    /// The build that numbers come from. That of a changed source tree is known by the file of the
    /// program; vector code of every width gives the same bits.
    private static func program(_ revision: Revision) -> String {
        #if DEBUG
            let build = "debug"
        #else
            let build = "release"
        #endif
        let code =
            switch Kernels.instructionSet {
            case .plain: "plain \(build)"
            case .v3, .v4: "vector \(build)"
            }
        var information = stat()
        guard revision.isDirty != .no, stat("/proc/self/exe", &information) == 0 else {
            return "\(revision.commit) \(code)"
        }
        return "\(revision.commit) \(code) \(information.st_size) "
            + "\(information.st_mtim.tv_sec).\(information.st_mtim.tv_nsec)"
    }
}

/// The processor time of this process, in seconds.
private func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
