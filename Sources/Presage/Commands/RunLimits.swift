import ArgumentParser
import Engine
import Processes

/// The options that bound what a sweep uses.
struct RunLimits: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: """
            How many cells run side by side, one with several workers counting as many; as many as \
            there are cores for this process unless given.
            """)
    var jobs: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Begin a cell that fails again up to N times.", valueName: "N"))
    var retries: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "End a cell that takes longer, such as 90s, 10m or 2h; it fails, and its checkpoint is "
                + "kept.", valueName: "time"))
    var timeLimit: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "End a cell that uses more memory, such as 512MiB or 4GiB; it fails, and its checkpoint "
                + "is kept.", valueName: "memory"))
    var memoryLimit: String?

    /// The limits as numbers.
    /// - Throws: `OptionError`.
    func parsed() throws(OptionError) -> LocalRunner.Limits {
        var limits = LocalRunner.Limits(cores: CellCores(AvailableCores.count))
        if let jobs {
            guard let count = Int(jobs), (1...1024).contains(count) else { throw .jobs(jobs) }
            limits.cores.count = count
        }
        if let retries {
            guard let count = Int(retries), (0...1000).contains(count) else {
                throw .retries(retries)
            }
            limits.retries = count
        }
        if let timeLimit {
            let units = ["": 1.0, "s": 1, "m": 60, "h": 3600, "d": 86400]
            guard let seconds = Self.amount(timeLimit, units), (1...1e8).contains(seconds) else {
                throw .timeLimit(timeLimit)
            }
            limits.cell.seconds = seconds
        }
        if let memoryLimit {
            let units = [
                "": 1.0, "KiB": 0x1p10, "MiB": 0x1p20, "GiB": 0x1p30, "TiB": 0x1p40, "K": 0x1p10,
                "M": 0x1p20, "G": 0x1p30, "T": 0x1p40, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
            ]
            guard let bytes = Self.amount(memoryLimit, units), (0x1p20...0x1p60).contains(bytes)
            else { throw .memoryLimit(memoryLimit) }
            limits.cell.memory = Int(bytes)
        }
        return limits
    }

    /// A number with the name of a unit behind it.
    private static func amount(_ text: String, _ units: [String: Double]) -> Double? {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let unit = units[String(text.dropFirst(number.count))], let value = Double(number)
        else { return nil }
        return value * unit
    }
}
