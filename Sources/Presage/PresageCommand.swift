import ArgumentParser
import Datasets
import Engine
import Foundation
import Kernels
import Reports
import Vocabulary
// An experiment file imports Presage alone.
@_exported import Sweeps
@_exported import Vocabulary

/// The command line over a catalogue of experiments.
public enum PresageTool {
    /// Runs the command line and exits: 0 when done, 1 when a cell or the system failed, 2 on bad
    /// input.
    public static func main(_ experiments: [Experiment]) -> Never {
        StandardStream.openClosed()
        exit(run(Array(CommandLine.arguments.dropFirst()), experiments))
    }

    /// Runs one command.
    /// - Parameter complain: prints a line about what went wrong.
    /// - Returns: its exit code.
    static func run(
        _ arguments: [String], _ experiments: [Experiment],
        complain: (String) -> Void = printError
    ) -> Int32 {
        Catalogue.$experiments.withValue(experiments) {
            do {
                try Catalogue.check()
                _ = try InstructionSet.select(environment: ProcessInfo.processInfo.environment)
                var command = try parse(arguments)
                try command.run()
                try Output.flush()
                return 0
            } catch {
                return finished(ending(for: error, complain), complain)
            }
        }
    }

    /// The command that the arguments name.
    /// - Throws: `OptionError` on bad input, and what has the help printed.
    private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        let repeatable = ["--set", "--at", "--where", "--sbatch"]
        var seen: Set<Substring> = []
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
            let option = argument.prefix { $0 != "=" }
            guard seen.insert(option).inserted || repeatable.contains(String(option)) else {
                throw OptionError.twice(oneLine(String(option)))
            }
        }
        do { return try PresageCommand.parseAsRoot(arguments) } catch {
            guard PresageCommand.exitCode(for: error) == .validationFailure else { throw error }
            let names = PresageCommand.configuration.subcommands.map {
                $0.configuration.commandName
            }
            let name = arguments.first.flatMap { names.contains($0) ? $0 : nil }
            throw OptionError.usage(oneLine(PresageCommand.message(for: error)), command: name)
        }
    }

    /// Writes what was printed before the command went wrong.
    private static func finished(_ code: Int32, _ complain: (String) -> Void) -> Int32 {
        do { try Output.flush() } catch {
            let own = ending(for: error, complain)
            return code == 0 ? own : code
        }
        return code
    }

    /// Prints a line on what went wrong, or the help asked for; returns the exit code.
    private static func ending(
        for error: any Error, _ complain: (String) -> Void
    ) -> Int32 {
        switch error {
        case is SweepError, is SettingError, is Contradiction, is DataError, is RunError,
            is CatalogueError, is InstructionSetError, is OptionError,
            is CompareError, is OpenError, is VerdictsTextError, is SlurmOptionError,
            is CellListError, is CollectedFileError, is DoubtfulRevision:
            complain(escaped("error: \(error)"))
            return 2
        case let error as EngineError where error.isBadInput:
            complain(escaped("error: \(error)"))
            return 2
        case let error as PageError where error.isBadInput:
            complain(escaped("error: \(error)"))
            return 2
        case let exit as ExitCode:
            return exit.rawValue
        case let error as OutputError:
            // As a program that does not hold SIGPIPE back would end.
            guard !error.isEndOfReader else { return 128 + SIGPIPE }
            complain(escaped("error: \(error)"))
            return 1
        default:
            let code = PresageCommand.exitCode(for: error)
            if code == .success {
                do { try Output.line(PresageCommand.fullMessage(for: error)) } catch {
                    return ending(for: error, complain)
                }
            } else {
                complain(escaped("error: \(error)"))
            }
            return code.rawValue
        }
    }
}

struct PresageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presage",
        abstract: "Measures what synthetic gradients do for recurrent and for deep networks.",
        discussion: """
            A sweep is named by its experiment, its size and what --set changes. Its results are in \
            results/SIZE/EXPERIMENT, a file a cell; every command finds out from them what has been done.

            Exit codes: 0 done; 1 a cell failed, or the machine did; 2 what was asked for is wrong; 128 \
            and the number of a signal when stopped by one.

            PRESAGE_KERNELS in the environment chooses the instructions that are computed with: v3 \
            (AVX2), v4 (AVX-512) or plain (any processor's, slow). All give the same bits.

            Examples:
              presage run copy-horizon --size smoke
              presage run copy-horizon --set truncation=3,5 --set seed=0,1,2 --jobs 2
              presage plan text-horizon --size quick
              presage report copy-horizon --size quick
              presage open copy-horizon --size quick
              presage verdicts
            """,
        subcommands: [
            ListCommand.self, PlanCommand.self, RunCommand.self, StatusCommand.self,
            ReportCommand.self, PagesCommand.self, VerdictsCommand.self, OpenCommand.self,
            PruneCommand.self, VerifyCommand.self, CompareCommand.self,
            CellCommand.self, TrainCommand.self, WorkerCommand.self, ReadCellsCommand.self,
            BenchCommand.self, SubmitCommand.self, RecordRevisionCommand.self,
        ])

    @Flag(help: "Print what this program is and what it was built from.")
    var version = false

    func run() throws {
        guard version else { throw CleanExit.helpRequest(self) }
        for line in VersionText.lines { try Output.line(line) }
    }
}
