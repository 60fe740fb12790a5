import ArgumentParser
import Engine
import Foundation
import Processes
import Reports
import Store
import Sweeps
import Vocabulary

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares the results of one experiment in two folders or commits.",
        discussion: """
            Reads runs.csv alone. Cells are matched by their place on the axes; what is equal is equal \
            text for text. A commit is one that holds the results of a folder: the other one's, that \
            of COMMIT:FOLDER, or that of --experiment and --size.

            Examples:
              presage compare results/desk/copy-horizon /tmp/again/desk/copy-horizon
              presage compare HEAD~1 results/desk/copy-horizon
              presage compare v1.0 v1.1 --experiment copy-horizon --size desk
            """)

    @Argument(help: "A folder of results, a commit, or COMMIT:FOLDER.")
    var first: String

    @Argument(help: "The folder or commit that it is compared with.")
    var second: String

    @Option(help: "The experiment whose results commits are asked for.")
    var experiment: String?

    @Option(help: "The size of the results that commits are asked for.")
    var size = SizeName.desk.rawValue

    @Option(help: ArgumentHelp("Folder of all results.", valueName: "folder"))
    var results = "results"

    func run() throws {
        let comparison = Comparison(
            try table(first, other: second), try table(second, other: first),
            names: (first, second))
        try Output.line(comparison.text)
        if comparison.matchCount == 0 { throw ExitCode(1) }
    }

    /// The runs that an argument names.
    private func table(_ argument: String, other: String) throws -> RunsTable {
        let (name, text) = try runs(argument, other: other)
        do { return try RunsTable(csv: text) } catch {
            throw CompareError.notRuns(name, "\(error)")
        }
    }

    private func runs(
        _ argument: String, other: String
    ) throws(CompareError) -> (name: String, text: String) {
        if isFolder(argument) {
            let path = (argument as NSString).appendingPathComponent("runs.csv")
            do throws(StoreError) {
                return (path, String(decoding: try RegularFile.read(path), as: UTF8.self))
            } catch { throw .noRuns(path) }
        }
        let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { return try committed(String(parts[0]), String(parts[1])) }
        if let experiment {
            let folder = (results as NSString).appendingPathComponent("\(size)/\(experiment)")
            return try committed(argument, folder)
        }
        guard isFolder(other) else { throw .noFolder(argument) }
        return try committed(argument, other)
    }

    private func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// The runs.csv of a folder in a commit; the folder need not be there now.
    private func committed(
        _ commit: String, _ folder: String
    ) throws(CompareError) -> (name: String, text: String) {
        guard !commit.isEmpty, !commit.hasPrefix("-"), !folder.isEmpty else {
            throw .noFolder("\(commit):\(folder)")
        }
        let place = isFolder(folder) ? ["-C", folder] : []
        let path = place.isEmpty ? "./\(folder)/runs.csv" : "./runs.csv"
        let name = "\(commit):\(folder)/runs.csv"
        let process: FinishedProcess
        do {
            process = try .run(
                "git", place + ["cat-file", "blob", "\(commit):\(path)"],
                environment: ["GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"], within: 60,
                outputLimit: 1 << 30)
        } catch { throw .notInCommit(name, "\(error)") }
        guard process.ending == .exited(0) else {
            let reason =
                String(decoding: process.complaints, as: UTF8.self)
                .split(separator: "\n").first.map(String.init) ?? "git gave no reason"
            throw .notInCommit(name, reason.oneLine(limit: 200))
        }
        return (name, String(decoding: process.output, as: UTF8.self))
    }
}

/// A reason that results cannot be compared.
enum CompareError: Error, Hashable, CustomStringConvertible {
    case noRuns(String)
    case noFolder(String)
    case notInCommit(String, String)
    case notRuns(String, String)

    var description: String {
        switch self {
        case .noRuns(let path): "\(oneLine(path)) cannot be read: name a folder with a report"
        case .noFolder(let argument):
            "'\(oneLine(argument))' is no folder, and for a commit the folder is not known: write "
                + "COMMIT:FOLDER, or --experiment NAME --size SIZE"
        case .notInCommit(let name, let reason):
            "\(oneLine(name)) cannot be read: \(oneLine(reason))"
        case .notRuns(let name, let reason): "\(oneLine(name)): \(oneLine(reason))"
        }
    }
}
