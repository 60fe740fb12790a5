import ArgumentParser
import Engine
import Vocabulary

/// The options of a submission to Slurm.
struct SlurmOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("About how long a task should take.", valueName: "minutes"))
    var taskMinutes = "10"

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many cells a task runs side by side, a core for each or for each worker of one; at "
                + "least as many as a cell has workers.", valueName: "N"))
    var cpus = "1"

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many tasks may run at once; as many as fit unless given.", valueName: "N"))
    var atOnce: String?

    @Option(help: ArgumentHelp("The time limit of a task, as sbatch takes it.", valueName: "time"))
    var time: String?

    @Option(help: "The partition to submit to.")
    var partition: String?

    @Option(help: "The account to charge.")
    var account: String?

    @Option(
        name: .customLong("sbatch"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A further option of sbatch, such as --mem-per-cpu=2G.", valueName: "option"))
    var options: [String] = []

    /// The request, and the minutes that a task should take.
    /// - Throws: `SlurmOptionError`.
    func parsed() throws(SlurmOptionError) -> (SlurmArray.Request, minutes: Double) {
        guard let minutes = Double(taskMinutes), (0.01...100_000).contains(minutes) else {
            throw .taskMinutes(taskMinutes)
        }
        var request = SlurmArray.Request()
        guard let cores = Int(cpus), (1...1024).contains(cores) else { throw .cpus(cpus) }
        request.cores.count = cores
        if let atOnce {
            guard let count = Int(atOnce), (1...1_000_000).contains(count) else {
                throw .atOnce(atOnce)
            }
            request.atOnce = count
        }
        for option in options where !option.hasPrefix("-") || option == "-" || option == "--" {
            throw .option(option)
        }
        request.time = time
        request.options =
            (partition.map { ["--partition=\($0)"] } ?? [])
            + (account.map { ["--account=\($0)"] } ?? []) + options
        return (request, minutes)
    }
}

/// An option of a submission with an invalid value.
enum SlurmOptionError: Error, Hashable, CustomStringConvertible {
    case taskMinutes(String)
    case cpus(String)
    case atOnce(String)
    case option(String)

    var description: String {
        switch self {
        case .taskMinutes(let text):
            "--task-minutes is '\(oneLine(text))': it must be a number from 0.01 to 100000"
        case .cpus(let text):
            "--cpus is '\(oneLine(text))': it must be a whole number from 1 to 1024"
        case .atOnce(let text):
            "--at-once is '\(oneLine(text))': it must be a whole number from 1 to 1000000"
        case .option(let text):
            "--sbatch is '\(oneLine(text))': it must be one option with its value, such as --mem=2G"
        }
    }
}
