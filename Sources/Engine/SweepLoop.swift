import Processes
import Sweeps

/// The one loop in which a sweep begins its cells, hears them and takes notice of their ends.
struct SweepLoop {
    /// The time that a sweep which stops gives its cells, in seconds: with what comes before and
    /// after it is over within two.
    private static let stopTime = 1.6
    /// The time in which more signals are the same wish: a terminal that closes sends several.
    private static let signalTime = Duration.milliseconds(300)

    private struct Running {
        let cell: PlannedCell
        let cores: Int
        let process: CellProcess
        let claim: CellClaim
    }

    private let runner: LocalRunner
    private let progress: SweepProgress
    private let signals: StopSignals?
    /// The most cores that a cell wants.
    private let widest: Int
    private var cores: CellCores
    private var queue: SweepQueue
    private var running: [Running] = []
    /// The failed attempts at cells, by their index.
    private var attempts: [Int: Int] = [:]
    private var outcome = LocalRunner.Outcome()
    /// When the signal came that stops the sweep.
    private var signalled = ContinuousClock.now
    /// When cells that do not stop are killed.
    private var killTime: ContinuousClock.Instant?

    init(
        _ runner: LocalRunner, _ cells: [PlannedCell], progress: SweepProgress,
        signals: StopSignals?
    ) {
        self.runner = runner
        self.progress = progress
        self.signals = signals
        cores = runner.limits.cores
        widest = cells.map(\.cores).max() ?? 1
        queue = SweepQueue(cells)
    }

    /// Whether cells may still be begun.
    private var isBeginning: Bool { outcome.signal == nil && outcome.blocked == nil }

    mutating func run() -> LocalRunner.Outcome {
        progress.take(
            .began(
                cores: widest > 1 ? cores.count : min(cores.count, queue.count), widest: widest,
                isAlone: cores.isAlone))
        var last = ContinuousClock.now
        while true {
            takeSignals()
            while isBeginning, let cell = nextCell() { begin(cell) }
            if running.isEmpty && (!isBeginning || queue.count == 0) { break }
            let suspended = wait()
            let now = ContinuousClock.now
            let elapsed = max(0, (now - last) / .seconds(1) - suspended)
            last = now
            takeSignals()
            if let killTime, now >= killTime {
                for entry in running { entry.process.kill() }
            }
            hear(elapsed)
        }
        progress.close()
        return outcome
    }

    private var busyCores: Int { running.reduce(0) { $0 + $1.cores } }

    /// The next cell that there are cores for.
    private mutating func nextCell() -> PlannedCell? {
        queue.next(
            on: cores, free: cores.count - busyCores, widest: running.map(\.cores).max() ?? 0)
    }

    /// Waits until something is heard.
    /// - Returns: the seconds beyond the longest wait: this program was suspended, and its cells' time
    ///   does not run out meanwhile.
    private func wait() -> Double {
        let cells = running.flatMap { $0.process.awaited }
        var patience = running.map(\.process.patience).min() ?? 1
        if busyCores < cores.count, isBeginning, let next = queue.patience {
            patience = min(patience, next)
        }
        if let killTime {
            patience = min(patience, max(0.01, (killTime - .now) / .seconds(1)))
        }
        let start = ContinuousClock.now
        _ = poll((signals?.awaited ?? []) + cells, seconds: patience)
        let waited = (ContinuousClock.now - start) / .seconds(1)
        return waited > patience + 1 ? waited - patience : 0
    }

    private mutating func takeSignals() {
        while let signal = signals?.next() {
            if outcome.signal != nil {
                // Whoever asks twice does not want to wait.
                guard ContinuousClock.now - signalled > Self.signalTime else { continue }
                for entry in running { entry.process.kill() }
                continue
            }
            outcome.signal = signal
            signalled = .now
            progress.take(.stopping(signal: signal))
            for entry in running { entry.process.stop() }
            killTime = .now + .seconds(Self.stopTime)
        }
    }

    private mutating func hear(_ elapsed: Double) {
        var left: [Running] = []
        for entry in running {
            let (share, end) = entry.process.advance(by: elapsed)
            if let share { progress.advance(entry.cell, to: share) }
            guard let end else {
                left.append(entry)
                continue
            }
            finish(entry, end)
            entry.claim.release()
        }
        running = left
    }

    // MARK: Beginning

    private mutating func begin(_ cell: PlannedCell) {
        do {
            let claim: CellClaim?
            do { claim = try CellClaim.take(cell.identity, in: runner.folder) } catch {
                guard case .noLock = error else { throw error }
                return fail(cell, "\(error)", seconds: 0, said: [])
            }
            guard let claim else {
                if queue.putElsewhere(cell) { progress.take(.cellElsewhere(cell)) }
                return
            }
            let state = runner.folder.state(of: cell)
            // Another run has just tried it.
            let wasTried = queue.wasElsewhere(cell) && state.status == .failed
            guard runner.isWanted(state), !wasTried else {
                claim.release()
                return ended(cell, state, seconds: 0)
            }
            if case .unusable(let reason) = state {
                do {
                    let path = try runner.folder.setAside(cell)
                    progress.take(.setAside("\(reason)", as: path))
                } catch {
                    claim.release()
                    progress.take(.notSetAside("\(error)"))
                    return ended(cell, state, seconds: 0)
                }
            }
            try start(cell, claim)
        } catch { block("\(error)") }
    }

    /// Starts a cell's process, which keeps the claim though this program should end.
    private mutating func start(_ cell: PlannedCell, _ claim: CellClaim) throws {
        let input = try runner.input(cell)
        for isLast in [false, true] {
            do throws(ProcessError) {
                let process = try CellProcess(
                    runner.command, environment: runner.environment, input: input,
                    inheriting: [claim.descriptor], limits: runner.limits.cell)
                running.append(
                    Running(
                        cell: cell, cores: cores.taken(by: cell), process: process, claim: claim))
                progress.take(.cellBegan(cell))
                return
            } catch {
                if error.isShortage && !running.isEmpty {
                    // There is room for those that run.
                    cores.count = busyCores
                    queue.putBack(cell)
                    return progress.take(.fewerJobs(cores.count, reason: "\(error)"))
                }
                if isLast || !error.isShortage {
                    return fail(cell, "\(error)", seconds: 0, said: [])
                }
                _ = poll([], seconds: 0.2)
            }
        }
    }

    // MARK: Ending

    private mutating func finish(_ entry: Running, _ end: CellProcess.Outcome) {
        let (cell, seconds) = (entry.cell, entry.process.seconds)
        switch end {
        case .written(let otherwise):
            let state = runner.folder.state(of: cell)
            switch state {
            case .complete, .diverged:
                runner.folder.removeLog(of: cell)
                ended(cell, state, seconds: seconds)
            case .pending, .failed, .unusable:
                fail(cell, otherwise, seconds: seconds, said: entry.process.said)
            }
        case .failed(let failure):
            fail(cell, failure, seconds: seconds, said: entry.process.said)
        case .cannotWrite(let reason):
            block(reason)
            stopped(cell)
        case .stopped(let words): stopped(cell, words)
        }
    }

    private mutating func fail(
        _ cell: PlannedCell, _ failure: String, seconds: Double, said: [UInt8]
    ) {
        // Those that are killed because the sweep stops have not failed.
        guard outcome.signal == nil else { return stopped(cell) }
        let attempt = attempts[cell.index, default: 1]
        if attempt <= runner.limits.retries, isBeginning {
            attempts[cell.index] = attempt + 1
            queue.append(cell)
            return progress.take(
                .cellRetried(cell, failure: failure, attempt: attempt + 1))
        }
        do {
            let state = try runner.record(failure, of: cell, seconds: seconds, said: said)
            ended(cell, state, seconds: seconds)
        } catch {
            block("\(error)")
            stopped(cell)
        }
    }

    private mutating func ended(_ cell: PlannedCell, _ state: CellState, seconds: Double) {
        outcome.ended += 1
        if state.status == .unusable { outcome.unusable += 1 }
        progress.take(.cellEnded(cell, state, seconds: seconds))
    }

    private mutating func stopped(_ cell: PlannedCell, _ words: String? = nil) {
        let hasCheckpoint = runner.folder.hasCheckpoint(of: cell)
        if hasCheckpoint { outcome.checkpointed += 1 } else { outcome.lost += 1 }
        progress.take(
            .cellStopped(cell, hasCheckpoint: hasCheckpoint, words: hasCheckpoint ? nil : words))
    }

    private mutating func block(_ reason: String) {
        guard outcome.blocked == nil else { return }
        outcome.blocked = reason
        progress.take(.blocked(reason: reason))
    }
}
