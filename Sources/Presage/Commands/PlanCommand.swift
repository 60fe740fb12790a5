import ArgumentParser
import Engine

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Lists a sweep's cells and how each stands.",
        discussion: """
            Examples:
              presage plan copy-horizon --size desk
              presage plan copy-horizon --set units=32,64 --set seed=0
            """)

    @OptionGroup var sweep: SweepOptions

    func run() throws {
        let plan = try sweep.plan()
        let folder = sweep.folder(of: plan)
        try folder.visit(plan) { cell, state in print("\(state.status.name)  \(cell)") }
        print("\(plan.count) cells in \(folder.path)")
    }
}
