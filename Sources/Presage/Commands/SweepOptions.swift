import ArgumentParser
import Engine
import Sweeps
import Vocabulary

/// The options that name the sweep of a command.
struct SweepOptions: ParsableArguments {
    @Argument(help: "Name of the experiment; presage list shows them.")
    var experiment: String

    @Option(help: "How large to run it: smoke, quick, desk or paper, as far as it has them.")
    var size = SizeName.quick.rawValue

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Give an axis or a setting other values, 3,5 or for whole numbers 0-9,20; presage list "
                + "--settings shows them. May be repeated, once for each setting.",
            valueName: "setting=value,value"))
    var overrides: [String] = []

    // A value that begins with a minus sign is a wrong value, not an option.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Store the first K windows whole, to be replayed elsewhere; as --set capture=K.",
            valueName: "K"))
    var capture: String?

    @Option(help: ArgumentHelp("Folder of all results.", valueName: "folder"))
    var results = "results"

    /// The overrides as the command line spells them.
    var allOverrides: [String] { overrides + (capture.map { ["capture=\($0)"] } ?? []) }

    /// Checks that names of files fit behind the path of the results.
    func checkResults() throws(OptionError) { try Self.checkResults(results) }

    /// Checks that names of files fit behind a path of results.
    static func checkResults(_ results: String) throws(OptionError) {
        guard !results.isEmpty else { throw .results }
        let names = results.split(separator: "/").map(\.utf8.count)
        guard results.utf8.count <= 3000, names.allSatisfy({ $0 <= 255 }) else {
            throw .longResults(results)
        }
    }

    /// The words that name the sweep on a command line.
    func words(results: String) -> [String] {
        // What begins with a minus sign would be taken for an option.
        [experiment, "--size", size, "--results=\(results)"]
            + allOverrides.flatMap { ["--set", $0] }
    }

    /// The command that redoes one cell, as a user would type it: short, whatever the lists of the
    /// sweep. What was chosen for the cell is part of it.
    func cellCommand(_ cell: PlannedCell) -> String {
        var words = [CommandWords.program, "cell", experiment, "--size", size]
        // What begins with a minus sign would be taken for an option.
        words += results.hasPrefix("-") ? ["--results=\(results)"] : ["--results", results]
        let reads = cell.configuration.reads
        for override in allOverrides {
            let word = String(override.prefix { $0 != "=" })
            if let place = cell.axes.first(where: { $0.setting.word == word }) {
                // Seeds of trials are nobody's to set.
                let isGiven = (try? Override(parsing: override))?.values.contains(place.value)
                if isGiven == true { words += ["--set", place.description] }
            } else if SettingName(word: word).map(reads.contains) == true {
                words += ["--set", override]
            }
        }
        words += cell.chosen.flatMap { ["--set", $0.description] }
        words += cell.axes.flatMap { ["--at", $0.description] }
        return words.map(shellQuoted).joined(separator: " ")
    }
}

/// `word` as a shell reads it back.
func shellQuoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            || "-_=.,/:+".utf8.contains($0)
    }
    if isPlain && !word.isEmpty { return word }
    guard word.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
        return "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
    // A line break would make two lines of a command.
    let bytes = word.utf8.map { byte in
        switch byte {
        case 0..<0x20, 0x7f...: #"\"# + octal(byte)
        case UInt8(ascii: "'"), UInt8(ascii: #"\"#): #"\"# + String(UnicodeScalar(byte))
        default: String(UnicodeScalar(byte))
        }
    }
    return "$'" + bytes.joined() + "'"
}

/// A byte in three octal digits.
private func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return String(repeating: "0", count: 3 - digits.count) + digits
}

/// An option with an invalid value.
enum OptionError: Error, Hashable, CustomStringConvertible {
    case jobs(String)
    case retries(String)
    case timeLimit(String)
    case memoryLimit(String)
    case log(String)
    case bench(String)
    /// No size that any experiment has.
    case size(String)
    /// No folder of results.
    case results
    /// A folder of results behind whose path no names fit.
    case longResults(String)
    /// An option given twice that can be given once.
    case twice(String)
    /// A command line that the parser of arguments refuses, and the command whose help says more.
    case usage(String, command: String?)
    case checkpointEvery(String)
    case workerTimeout(String)

    var description: String {
        switch self {
        case .size(let word):
            "there is no size \(oneLine(word)): it is one of "
                + SizeName.allCases.map(\.rawValue).joined(separator: ", ")
        case .results: "--results is '': it must be the path of a folder"
        case .longResults(let path):
            "--results is '\(oneLine(path))': its names must have up to 255 bytes each, and 3000 "
                + "in all"
        case .twice(let option): "\(option) is given twice: once is right"
        case .usage(let fault, let command):
            "\(fault): "
                + CommandWords.line(
                    [CommandWords.program] + (command.map { ["help", $0] } ?? ["--help"]))
                + " shows what is right"
        case .jobs(let text):
            "--jobs is '\(oneLine(text))': it must be a whole number from 1 to 1024"
        case .bench(let line):
            "'\(line)' is no request: it must be build METHOD UNITS BATCH TRUNCATION CELL or "
                + "build_layers METHOD UNITS BATCH DEPTH NORMALIZED, then run WINDOWS or parameters; "
                + "or peak, bandwidth BYTES (up to 1073741824), product ROWS COLUMNS INNER KIND "
                + "(sizes up to 8192; plain, left or right), or memory"
        case .checkpointEvery(let text):
            "--checkpoint-every is '\(oneLine(text))': it must be a number of seconds from 0 to 1000000; 0 "
                + "saves only what is stopped"
        case .workerTimeout(let text):
            "--worker-timeout is '\(oneLine(text))': it must be a number of seconds from 0.1 to 1000000"
        case .retries(let text):
            "--retries is '\(oneLine(text))': it must be a whole number from 0 to 1000"
        case .timeLimit(let text):
            "--time-limit is '\(oneLine(text))': it must be a time of at least a second, such as 90s, 10m or 2h"
        case .memoryLimit(let text):
            "--memory-limit is '\(oneLine(text))': it must be an amount of at least 1MiB, such as 512MiB or 4GiB"
        case .log(let text): "--log is '\(oneLine(text))': it must be text or json"
        }
    }
}

extension SizeName {
    /// The size that an option names.
    /// - Throws: `OptionError` where there is none.
    init(option word: String) throws(OptionError) {
        guard let size = SizeName(rawValue: word) else { throw .size(word) }
        self = size
    }

    /// The size that an option names, whether or not an experiment has it.
    /// - Throws: `SweepError.unknownSize` with the sizes of the experiment for another word.
    init(option word: String, of experiment: Experiment) throws(SweepError) {
        guard let size = SizeName(rawValue: word) else {
            throw .unknownSize(
                word, experiment: experiment.name,
                choices: experiment.sizes.map(\.name.rawValue))
        }
        self = size
    }
}
