import ArgumentParser
import Engine
import Sweeps

struct CellCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cell", abstract: "Runs one cell of a sweep, whether or not it is complete.",
        discussion: """
            Stopped by Ctrl-C, it leaves a checkpoint, from which the same command goes on.

            Example:
              presage cell copy-horizon --at truncation=3 --at method=sg_linear --at seed=0
            """)

    @OptionGroup var sweep: SweepOptions

    @OptionGroup var times: CellTimeOptions

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp(
            "The cell's value on one axis, such as seed=0. To be repeated, once for each axis.",
            valueName: "axis=value"))
    var place: [String] = []

    func run() throws {
        let times = try times.parsed()
        let place = try place.map { try Override(parsing: $0) }
        let stages = try sweep.stages(at: Set(place.map(\.setting)))
        let plan = stages.plan(at: place)
        let cell = try plan.cell(at: place)
        let folder = stages.folder
        try folder.prepare()
        guard let claim = try CellClaim.take(cell.identity, in: folder) else {
            throw EngineError.claimed(folder.file("locks/\(cell.identity).lock"))
        }
        defer { claim.release() }
        if case .unusable(let reason) = folder.state(of: cell) {
            guard reason.isDamage else { throw reason }
            printError("\(reason): set aside as \(try folder.setAside(cell))")
        }
        let job = CellJob(
            cell, of: plan, in: folder, times: times,
            command: sweep.cellCommand(cell), revision: .ofThisProgram())
        StopRequest.watchSignals()
        do {
            let status = try job.run(stop: .ofThisProcess, log: printError) { _ in }
            try Output.line("\(status.name): \(job.path)")
        } catch let stopped as Stopped {
            printError("to resume: \(job.command)")
            throw stopped.exitCode
        }
    }
}

extension Stopped {
    /// The exit code of a command that a signal ended: 128 and the signal's number.
    var exitCode: ExitCode {
        switch reason {
        case .signal(let number): ExitCode(128 + number)
        case .endOfInput: ExitCode(1)
        }
    }
}
