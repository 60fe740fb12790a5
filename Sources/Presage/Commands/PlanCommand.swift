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
        var count = 0
        try folder.visit(plan) { cell, state, _ in
            try Output.line("\(state.status.name)  \(cell)")
            count += 1
        }
        // Places on the axes whose settings are read alike share a cell.
        let places = plan.count > count ? " at \(plan.count) places" : ""
        try Output.line("\(count) cells\(places) in \(folder.path)")
    }
}
