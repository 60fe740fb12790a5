import Foundation
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Engine

/// Cells of 0, 1, 2 and 4 workers with three seeds.
let crowd = crowded(alone: false)

private func crowded(alone: Bool) -> Experiment {
    Experiment("crowd") {
        Problem(.copy(symbols: 2))
        Sweep {
            Axis(.workers, [0, 1, 2, 4])
            Seeds(3)
        }
        if alone { Alone() }
        Size(.smoke, updates: 10)
    }
}

@Suite struct SweepQueueTests {
    @Test func aCellTakesACoreForEachWorker() throws {
        let plan = try Plan(crowd, size: .smoke)
        #expect(plan.map(\.cores) == [1, 1, 1, 1, 1, 1, 2, 2, 2, 4, 4, 4])
        #expect(CellCores(3).taken(by: plan[9]) == 3)
        #expect(CellCores(3, isAlone: true).taken(by: plan[0]) == 3)
    }

    /// Runs cells for real and returns the most cores and the most cells at a time.
    private func crowding(_ experiment: Experiment, jobs: Int) throws -> (
        cores: Int, cells: Int, printed: [String]
    ) {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "crowd")
        let printed = Printed()
        let log = root.path("log")
        try runSample(in: folder, experiment, jobs: jobs, printed: printed) { cell in
            "echo \(cell.cores) >>'\(log)'; sleep 0.03; echo -\(cell.cores) >>'\(log)'; exit 1"
        }
        let events = try String(contentsOfFile: log, encoding: .utf8)
            .split(separator: "\n").compactMap { Int($0) }
        #expect(events.count == 24 && events.reduce(0, +) == 0)
        var (cores, cells, most) = (0, 0, (cores: 0, cells: 0))
        for event in events {
            cores += event
            cells += event.signum()
            most = (max(most.cores, cores), max(most.cells, cells))
        }
        return (most.cores, most.cells, printed.lines)
    }

    @Test(arguments: [4, 5])
    func cellsSideBySideTakeNoMoreThanTheCores(jobs: Int) throws {
        let (cores, cells, printed) = try crowding(crowd, jobs: jobs)
        #expect(cores <= jobs && cells > 1)
        #expect(printed.first == "12 cells to run, on \(jobs) cores, up to 4 a cell")
    }

    @Test func aCellWiderThanTheCoresRunsAlone() throws {
        let (cores, _, printed) = try crowding(crowd, jobs: 2)
        #expect(cores == 4)
        #expect(
            printed.first == "12 cells to run, on 2 cores, up to 4 a cell: a cell with more "
                + "workers than cores runs alone")
    }

    @Test func cellsThatMeasureTimeRunOneAtATime() throws {
        let (_, cells, printed) = try crowding(crowded(alone: true), jobs: 9)
        #expect(cells == 1)
        #expect(printed.first == "12 cells to run, 1 at a time, since they measure time")
    }
}

@Suite struct SweepQueueChaosTests {
    /// Any cells on any cores, ending and failing in any order: all come, cores are never taken twice,
    /// and none comes while a wider one waits that it would keep waiting.
    @Test func noCellIsKeptWaitingByNarrowerOnes() throws {
        let plan = try Plan(
            Experiment("any") {
                Problem(.copy(symbols: 2))
                Sweep {
                    Axis(.workers, Array(0...8))
                    Seeds(6)
                }
                Size(.smoke, updates: 10)
            }, size: .smoke)
        var numbers = TestNumbers(seed: 3)
        for _ in 0..<Chaos.trials(short: 300, long: 30_000) {
            let cells = (0..<Int.random(in: 1...20, using: &numbers)).map { _ in
                plan[Int.random(in: 0...plan.count - 1, using: &numbers)]
            }
            var cores = CellCores(
                Int.random(in: 1...9, using: &numbers),
                isAlone: Int.random(in: 0...9, using: &numbers) == 0)
            var queue = SweepQueue(cells)
            var waiting = cells
            var running: [Int] = []
            var begun = 0
            while begun < cells.count {
                let free = cores.count - running.reduce(0, +)
                if let cell = queue.next(on: cores, free: free, widest: running.max() ?? 0) {
                    let taken = cores.taken(by: cell)
                    #expect(taken <= free)
                    if !running.isEmpty, Int.random(in: 0...9, using: &numbers) == 0 {
                        // There is room for those that run.
                        cores.count = running.reduce(0, +)
                        queue.putBack(cell)
                        continue
                    }
                    let index = try #require(waiting.firstIndex(of: cell))
                    waiting.remove(at: index)
                    let wanted = waiting.map(cores.taken)
                    let isKept = wanted.contains { wider in
                        wider > taken && !running.contains { $0 >= wider }
                    }
                    #expect(!isKept, "\(taken) of \(cores) beside \(running), \(wanted) wait")
                    running.append(taken)
                    begun += 1
                } else {
                    // Something runs, whose end brings the next.
                    try #require(!running.isEmpty)
                    let place = Int.random(in: running.indices, using: &numbers)
                    let taken = running.remove(at: place)
                    if Int.random(in: 0...9, using: &numbers) == 0,
                        let cell = cells.first(where: { cores.taken(by: $0) == taken })
                    {
                        // It has failed and comes again.
                        queue.append(cell)
                        waiting.append(cell)
                        begun -= 1
                    }
                }
            }
            #expect(queue.count == 0)
        }
    }
}
