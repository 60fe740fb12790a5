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
        let stages = try sweep.stages()
        let part = try selection.part(of: stages)
        var wanted: [PlannedCell] = []
        var estimate = SweepEstimate()
        for plan in stages.plans {
            if stages.trials != nil {
                try Output.line(plan.isTuning ? "Stage 1, trials:" : "Stage 2, the sweep:")
            }
            let count = try list(plan, part, in: stages.folder, &wanted, &estimate)
            // Places on the axes whose settings are read alike share a cell.
            let isShared = plan.count > count.cells && !selection.isPart && !plan.isTuned
            let places = isShared ? " at \(plan.count) places" : ""
            try Output.line(
                "\(count.cells) cells\(places)\(count.workers.text) in \(stages.folder.path)")
        }
        if let waiting = stages.waiting { try Output.line(waiting) }
        guard !wanted.isEmpty else { return }
        let cores = CellCores(
            ProcessInfo.processInfo.activeProcessorCount,
            isAlone: stages.judged.experiment.isAlone)
        try Output.line("\(wanted.count) to run: " + estimate.text(for: wanted, on: cores))
    }

    /// Lists the cells of a stage.
    private func list(
        _ plan: Plan, _ part: PlaceSelection, in folder: ResultsFolder,
        _ wanted: inout [PlannedCell], _ estimate: inout SweepEstimate
    ) throws -> (cells: Int, workers: WorkerCount) {
        var count = 0
        var workers = WorkerCount()
        try folder.visit(plan, in: part) { cell, state, cost in
            if let cost { estimate.learn(from: cell, cost) }
            guard selection.lists(state) else { return }
            try Output.line("\(state.status.name)  \(cell)")
            count += 1
            workers.add(cell)
            if state.isToRun { wanted.append(cell) }
        }
        return (count, workers)
    }
}
