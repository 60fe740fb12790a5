import ArgumentParser
import Engine
import Foundation
import Store
import Sweeps
import Vocabulary

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks every file of a sweep, and runs some of its cells again.",
        discussion: """
            Every fault is a line, and makes the exit code 1. A cell that is run again has to give \
            the same file to the bit, apart from its provenance; it is run in a temporary folder.

            Examples:
              presage verify copy-horizon --size desk
              presage verify copy-horizon --size desk --rerun 5 --sample 1
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Run N finished cells again.", valueName: "N"))
    var rerun = 1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Another number is another sample of cells.", valueName: "number"))
    var sample = 0

    func validate() throws {
        guard rerun >= 0 else {
            throw ValidationError("--rerun is \(rerun): it must be a whole number from 0")
        }
    }

    func run() throws {
        let stages = try sweep.stages()
        let folder = stages.folder
        var (faults, files) = (0, 0)
        func report(_ fault: String) throws {
            faults += 1
            try Output.line(fault)
        }
        let finished = try folder.verify(
            stages.plans,
            progress: { count in
                files = count
                if count.isMultiple(of: 1000) { printError("\(count) files checked") }
            }, report: report)
        let chosen = finished.map { (fingerprint("\(sample) \($0.identity)".utf8), $0) }
            .sorted { $0.0 < $1.0 }.prefix(rerun).map(\.1)
        for cell in chosen {
            printError("runs again: \(cell)")
            if let fault = try runAgain(cell, of: stages.judged, folder) { try report(fault) }
        }
        let verdict = faults == 0 ? "no fault" : "\(faults) faults"
        try Output.line("\(files) files checked, \(chosen.count) cells run again: \(verdict)")
        if faults > 0 { throw ExitCode(1) }
    }

    /// Runs a cell in a temporary folder.
    /// - Returns: the fault found; nil for none.
    private func runAgain(
        _ cell: PlannedCell, of plan: Plan, _ folder: ResultsFolder
    ) throws -> String? {
        let root = FileManager.default.temporaryDirectory.appending(
            path: "presage-verify-\(UUID().uuidString)"
        ).path
        defer { try? FileManager.default.removeItem(atPath: root) }
        let other = ResultsFolder(
            root: root, size: plan.size, experiment: plan.experiment.name)
        try other.prepare()
        let job = CellJob(
            cell, of: plan, in: other, command: sweep.cellCommand(cell),
            revision: .ofThisProgram())
        StopRequest.watchSignals()
        do { _ = try job.run(stop: .ofThisProcess, log: printError) { _ in } } catch {
            if let stopped = error as? Stopped { throw stopped.exitCode }
            return "\(folder.cell(cell)): cannot be run again: \(error)"
        }
        guard let difference = try folder.difference(cell, from: other) else { return nil }
        return "\(folder.cell(cell)): run again it differs in \(difference)"
    }
}
