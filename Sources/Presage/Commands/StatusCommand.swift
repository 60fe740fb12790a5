import ArgumentParser
import Engine
import Store
import Sweeps

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Counts a sweep's cells and shows what went wrong.",
        discussion: """
            Examples:
              presage status copy-horizon --size desk
              presage status copy-horizon --only failed --where method=sg_linear
            """)

    @OptionGroup var sweep: SweepOptions

    @OptionGroup var selection: CellSelection

    func run() throws {
        let stages = try sweep.stages()
        let part = try selection.part(of: stages)
        var counts: [CellStatus: Int] = [:]
        var workers = WorkerCount()
        var troubles: [(cell: PlannedCell, state: CellState)] = []
        for plan in stages.plans {
            stages.folder.visit(plan, in: part) { cell, state, _ in
                guard selection.lists(state) else { return }
                counts[state.status, default: 0] += 1
                workers.add(cell)
                if state.message != nil { troubles.append((cell, state)) }
            }
        }
        let count = counts.values.reduce(0, +)
        for status in CellStatus.allCases {
            guard let number = counts[status] else { continue }
            try Output.line("\(status.name): \(number) of \(count)")
        }
        if !workers.text.isEmpty { try Output.line("in all: \(count)\(workers.text)") }
        if let waiting = stages.waiting { try Output.line(waiting) }
        if count == 0 { try Output.line("no such cell") }
        for (cell, state) in troubles {
            try Output.line("\(state.status.name)  \(cell): \(state.message ?? "")")
            try Output.line("    again: \(sweep.cellCommand(cell))")
        }
    }
}
