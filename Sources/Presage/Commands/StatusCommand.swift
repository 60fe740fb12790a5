import ArgumentParser
import Engine
import Store
import Sweeps

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Counts a sweep's cells and shows what went wrong.",
        discussion: """
            Example:
              presage status copy-horizon --size desk
            """)

    @OptionGroup var sweep: SweepOptions

    func run() throws {
        let plan = try sweep.plan()
        let folder = sweep.folder(of: plan)
        var states: [(cell: PlannedCell, state: CellState)] = []
        folder.visit(plan) { cell, state, _ in states.append((cell, state)) }
        for status in CellStatus.allCases {
            let count = states.count { $0.state.status == status }
            if count > 0 { try Output.line("\(status.name): \(count) of \(states.count)") }
        }
        for (cell, state) in states {
            guard let message = state.message else { continue }
            try Output.line("\(state.status.name)  \(cell): \(message)")
            try Output.line("    again: \(sweep.cellCommand(cell))")
        }
    }
}
