import Sweeps
import Testing
import Vocabulary

@testable import Presage

@Suite struct WorkerCountTests {
    private func text(_ workers: [Int]) throws -> String {
        let experiment = Experiment("crowd") {
            Problem(.copy(symbols: 2))
            Sweep { Axis(.workers, workers) }
            Size(.smoke, updates: 10)
        }
        var count = WorkerCount()
        for cell in try Plan(experiment, size: .smoke) { count.add(cell) }
        return count.text
    }

    @Test func cellsWithSeveralWorkersAreCounted() throws {
        #expect(try text([0, 1]).isEmpty)
        #expect(try text([0, 1, 2, 8]) == ", 2 of them with up to 8 workers")
    }
}
