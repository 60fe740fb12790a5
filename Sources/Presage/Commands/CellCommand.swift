import ArgumentParser
import Engine
import Sweeps

struct CellCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cell", abstract: "Runs one cell of a sweep, anew if need be.",
        discussion: """
            Example:
              presage cell copy-horizon --at truncation=3 --at method=sg_linear --at seed=0
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp(
            "The cell's value on one axis; one for every axis.", valueName: "axis=value"))
    var place: [String] = []

    func run() throws {
        let place = try place.map { try Override(parsing: $0) }
        let plan = try sweep.plan(at: Set(place.map(\.setting)))
        let cell = try plan.cell(at: place)
        let folder = sweep.folder(of: plan)
        try folder.prepare()
        if case .unusable(let reason) = folder.state(of: cell) {
            guard reason.isDamage else { throw reason }
            printError("\(reason): set aside as \(try folder.setAside(cell))")
        }
        let job = CellJob(
            cell, of: plan, in: folder, command: sweep.cellCommand(cell),
            revision: .ofThisProgram())
        let status = try job.run { _ in }
        try Output.line("\(status.name): \(job.path)")
    }
}
