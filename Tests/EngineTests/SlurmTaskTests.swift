import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Engine

@Suite struct SlurmTaskTests {
    /// 40 cells of two very different lengths.
    private func cells() throws -> [PlannedCell] {
        let experiment = Experiment("long-and-short") {
            Problem(.copy(symbols: 2))
            Sweep {
                Axis(.truncation, [2, 20])
                Seeds(20)
            }
            Size(.smoke, updates: 1000)
        }
        return Array(try Plan(experiment, size: .smoke))
    }

    @Test(arguments: [1, 4], [0.1, 1, 1000])
    func everyCellIsInOneTaskAndTasksAreAlike(cores: Int, length: Double) throws {
        let cells = try cells()
        let tasks = SlurmTask.deal(
            cells, length: length, cores: CellCores(cores), limit: 1000,
            seconds: SweepEstimate().seconds)
        let dealt = tasks.flatMap(\.cells).map(\.identity)
        #expect(dealt.count == cells.count && Set(dealt) == Set(cells.map(\.identity)))
        // 2,000 and 20,000 time steps at 20,000 a second: 22 s in all.
        let total = 22 / Double(cores)
        #expect(abs(tasks.reduce(0) { $0 + $1.seconds } - total) < 1e-9)
        #expect(tasks.count == max(1, min(40 / cores, Int((total / length).rounded(.up)))))
        let (longest, shortest) = (tasks.map(\.seconds).max() ?? 0, tasks.map(\.seconds).min() ?? 0)
        #expect(longest - shortest <= 1 / Double(cores) + 1e-9)
    }

    @Test func anArrayHasNoMoreTasksThanSlurmAllows() throws {
        let tasks = SlurmTask.deal(
            try cells(), length: 0.01, cores: CellCores(1), limit: 7,
            seconds: SweepEstimate().seconds)
        #expect(tasks.count == 7)
        #expect(
            SlurmTask.deal([], length: 1, cores: CellCores(1), limit: 7) { _ in 1 }
                .isEmpty)
    }

    @Test func aCellWithWorkersFillsItsTask() throws {
        let plan = try Plan(crowd, size: .smoke)
        var request = SlurmArray.Request()
        request.fit(Array(plan), isAlone: false)
        #expect(request.cores == CellCores(4) && request.note.contains("a cell has 4 workers"))
        // Widths 1, 1, 2, 4 of 4 cores, ten seconds and three seeds each: 60 s.
        let tasks = SlurmTask.deal(
            Array(plan), length: 1, cores: request.cores, limit: 1000
        ) { _ in 10 }
        #expect(tasks.count == 6)
        #expect(abs(tasks.reduce(0) { $0 + $1.seconds } - 60) < 1e-9)
        request.fit(Array(plan), isAlone: true)
        let alone = SlurmTask.deal(
            Array(plan), length: 1, cores: request.cores, limit: 1000
        ) { _ in 10 }
        #expect(alone.count == 12 && abs(alone.reduce(0) { $0 + $1.seconds } - 120) < 1e-9)
    }

    @Test func workersOfOpenMPIHaveRoomForAProcessEach() throws {
        let experiment = Experiment("spread") {
            Problem(.copy(symbols: 2))
            Sweep {
                Axis(.workers, [0, 2, 3])
                Axis(.link, [.unix, .mpi])
            }
            Size(.smoke, updates: 10)
        }
        let cells = Array(try Plan(experiment, size: .smoke))
        func arguments(_ cells: [PlannedCell]) -> [String] {
            var request = SlurmArray.Request()
            request.fit(cells, isAlone: false)
            request.options = ["-N2"]
            return SlurmArray(
                folder: "/f", workingFolder: "/", experiment: "e", request: request, taskCount: 1,
                run: [], report: []
            ).arrayArguments
        }
        let spread = arguments(cells.filter { $0.configuration[.link] == .mpi })
        #expect(spread.contains("--ntasks=4") && spread.contains("--cpus-per-task=1"))
        #expect(spread.suffix(2) == ["-N2", "/f/array.sh"])
        let mixed = arguments(cells)
        #expect(mixed.contains("--ntasks=4") && mixed.contains("--cpus-per-task=3"))
        let others = arguments(cells.filter { $0.configuration[.link] != .mpi })
        #expect(!others.contains { $0.hasPrefix("--ntasks") })
        #expect(others.contains("--cpus-per-task=3"))
    }

    @Test func timesAreThoseOfFinishedSiblings() throws {
        let cells = try cells()
        let short = try #require(cells.first { $0.configuration[.truncation] == 2 })
        var estimate = SweepEstimate()
        #expect(!estimate.isMeasured && abs(estimate.seconds(of: short) - 0.1) < 1e-9)
        estimate.learn(from: short, CellCost(wallTime: 5, bytes: 1))
        #expect(estimate.isMeasured && abs(estimate.seconds(of: short) - 5) < 1e-9)
    }
}
