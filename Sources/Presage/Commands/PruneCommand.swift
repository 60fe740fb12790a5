import ArgumentParser
import Engine
import Foundation
import Processes
import Sweeps

struct PruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Lists the files that nothing needs, or deletes them.",
        discussion: """
            Checkpoints and logs of finished cells, and damaged files that were set aside. All \
            sweeps of an experiment at a size share their cells: with --cells those that this sweep \
            does not have are listed too. Nothing is deleted without --delete, and no file that is \
            not this program's.

            Examples:
              presage prune copy-horizon --size desk
              presage prune copy-horizon --size desk --cells --set seed=0-9 --delete
            """)

    @OptionGroup var sweep: SweepOptions

    @Flag(help: "The cells too that this sweep does not have.")
    var cells = false

    @Flag(help: "Delete what is listed.")
    var delete = false

    func run() throws {
        let stages = try sweep.stages()
        let folder = stages.folder
        if cells, let waiting = stages.waiting { throw PruneError.unknownCells(waiting) }
        let files = folder.prunable(besides: cells ? stages.plans : nil)
        var refused = 0
        for file in files {
            let size = byteCount(Double(file.bytes))
            try Output.line("\(size)  \(folder.file(file.name)): \(file.reason.rawValue)")
            if delete, unlink(folder.file(file.name)) != 0 {
                refused += 1
                printError(
                    "cannot delete \(folder.file(file.name)): \(systemMessage(errno))")
            }
        }
        let total = byteCount(Double(files.map(\.bytes).reduce(0, +)))
        let ending =
            delete ? "deleted" : files.isEmpty ? "nothing to delete" : "--delete deletes them"
        try Output.line("\(files.count - refused) files, \(total): \(ending)")
        if refused > 0 { throw ExitCode(1) }
    }
}

/// A reason that cells cannot be told from those that nothing needs.
enum PruneError: Error, Hashable, CustomStringConvertible {
    case unknownCells(String)

    var description: String {
        switch self {
        case .unknownCells(let waiting):
            "--cells: which cells this sweep has is not known yet: \(waiting); run its trials first"
        }
    }
}
