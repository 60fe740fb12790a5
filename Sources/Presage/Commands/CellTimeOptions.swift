import ArgumentParser

/// The options of commands that train: how often an unfinished cell is saved, and how long its workers
/// are waited for.
struct CellTimeOptions: ParsableArguments {
    // A value that begins with a minus sign is a wrong value, not an option.
    @Option(
        name: .customLong("checkpoint-every"), parsing: .unconditional,
        help: ArgumentHelp(
            "Save unfinished cells so often, to be resumed after a stop or a crash; 0 only when "
                + "they are stopped.",
            valueName: "seconds"))
    var checkpointEvery = "60"

    @Option(
        name: .customLong("worker-timeout"), parsing: .unconditional,
        help: ArgumentHelp(
            "End a cell when one of its workers is silent for so long, or keeps another waiting for "
                + "half of it; it fails, and its checkpoint is kept.", valueName: "seconds"))
    var workerTimeout = "60"

    /// The times as numbers.
    /// - Throws: `OptionError`.
    func parsed() throws(OptionError) -> CellTimes {
        var times = CellTimes()
        guard let every = Double(checkpointEvery), CellTimes.intervals.contains(every) else {
            throw .checkpointEvery(checkpointEvery)
        }
        guard let timeout = Double(workerTimeout), CellTimes.timeouts.contains(timeout) else {
            throw .workerTimeout(workerTimeout)
        }
        (times.checkpointEvery, times.workerTimeout) = (every, timeout)
        return times
    }

    /// The options as the command line of a task of cells has them.
    func words() throws(OptionError) -> [String] {
        let times = try parsed()
        return [
            "--checkpoint-every", "\(times.checkpointEvery)", "--worker-timeout",
            "\(times.workerTimeout)",
        ]
    }
}
