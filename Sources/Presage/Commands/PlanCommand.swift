import ArgumentParser
import Engine
import Foundation
import Sweeps

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Lists a sweep's cells and how each stands.",
        discussion: """
            Examples:
              presage plan copy-horizon --size desk
              presage plan copy-horizon --set units=32,64 --set seed=0
              presage plan copy-horizon --only missing --where seed=0
            """)

    @OptionGroup var sweep: SweepOptions

    @OptionGroup var selection: CellSelection

    func run() throws {
        let plan = try sweep.plan()
        let folder = try sweep.folder(of: plan)
        let part = try selection.part(of: plan)
        var count = 0
        var wanted: [PlannedCell] = []
        var estimate = SweepEstimate()
        var workers = WorkerCount()
        try folder.visit(plan, in: part) { cell, state, cost in
            if let cost { estimate.learn(from: cell, cost) }
            guard selection.lists(state) else { return }
            try Output.line("\(state.status.name)  \(cell)")
            count += 1
            workers.add(cell)
            if state.isToRun { wanted.append(cell) }
        }
        // Places on the axes whose settings are read alike share a cell.
        let places = plan.count > count && !selection.isPart ? " at \(plan.count) places" : ""
        try Output.line("\(count) cells\(places)\(workers.text) in \(folder.path)")
        guard !wanted.isEmpty else { return }
        let cores = CellCores(
            ProcessInfo.processInfo.activeProcessorCount, isAlone: plan.experiment.isAlone)
        try Output.line("\(wanted.count) to run: " + estimate.text(for: wanted, on: cores))
    }
}
