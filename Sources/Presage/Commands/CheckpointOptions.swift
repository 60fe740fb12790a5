import ArgumentParser

/// The options of commands that train about the checkpoints of unfinished cells.
struct CheckpointOptions: ParsableArguments {
    // A value that begins with a minus sign is a wrong value, not an option.
    @Option(
        name: .customLong("checkpoint-every"), parsing: .unconditional,
        help: ArgumentHelp(
            "Save unfinished cells so often, to be resumed after a stop or a crash; 0 only when "
                + "they are stopped.",
            valueName: "seconds"))
    var every = "60"

    /// The most seconds between two checkpoints.
    static let longest = 1e6

    /// The seconds between two checkpoints.
    /// - Throws: `OptionError.checkpointEvery`.
    func interval() throws(OptionError) -> Double {
        guard let seconds = Double(every), (0...Self.longest).contains(seconds) else {
            throw .checkpointEvery(every)
        }
        return seconds
    }
}
