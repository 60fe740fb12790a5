import ArgumentParser
import Engine
import Foundation
import Reports
import Sweeps
import Vocabulary

struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Prints the address of a page, for a browser.",
        discussion: """
            Without an experiment it is the page that links all. Pages need no network and no server.

            Examples:
              presage open
              presage open copy-horizon --size desk
              xdg-open $(presage open copy-horizon)
            """)

    @Argument(help: "Name of the experiment; presage list shows them.")
    var experiment: String?

    @Option(help: "The size of the experiment: smoke, quick, desk or paper; quick unless given.")
    var size: String?

    @Option(help: ArgumentHelp("Folder of all results.", valueName: "folder"))
    var results = "results"

    func run() throws { try Output.line(try address()) }

    /// The address of the page.
    /// - Throws: `OpenError` where there is none, `SweepError` for an unknown size.
    func address() throws -> String {
        try SweepOptions.checkResults(results)
        guard let name = experiment else {
            guard size == nil else { throw OpenError.sizeAlone }
            return try Self.addressOfAll(results)
        }
        let experiment = try Catalogue.experiment(named: name)
        let size = try SizeName(option: self.size ?? SizeName.quick.rawValue, of: experiment)
        func page(_ size: SizeName) -> String {
            ResultsFolder(root: results, size: size, experiment: experiment.name)
                .file(ResultsIndex.name)
        }
        guard Self.isPage(page(size)) else {
            throw OpenError.noPage(
                experiment.name, size: size.rawValue, page: page(size),
                others: SizeName.allCases.filter { Self.isPage(page($0)) }.map(\.rawValue))
        }
        return Self.address(of: page(size))
    }

    /// The address of the page that links all.
    /// - Throws: `OpenError` where there is none.
    static func addressOfAll(_ results: String) throws(OpenError) -> String {
        let page = (results as NSString).appendingPathComponent(ResultsIndex.name)
        guard isPage(page) else { throw .nothing(page) }
        return address(of: page)
    }

    private static func isPage(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && !isFolder.boolValue
    }

    private static func address(of path: String) -> String {
        URL(filePath: path).absoluteURL.absoluteString
    }
}

/// A reason that there is no page to open.
enum OpenError: Error, Hashable, CustomStringConvertible {
    /// A size without an experiment.
    case sizeAlone
    /// No page of all experiments.
    case nothing(String)
    case noPage(String, size: String, page: String, others: [String])

    var description: String {
        switch self {
        case .sizeAlone:
            "--size is that of an experiment: name one, or leave it out for the page of all"
        case .nothing(let page):
            "there is no \(page): \(CommandWords.program) run EXPERIMENT and report EXPERIMENT write it"
        case .noPage(let name, let size, let page, let others):
            "there is no \(page): "
                + (others.isEmpty
                    ? CommandWords.line([CommandWords.program, "run", name, "--size", size])
                        + " makes it"
                    : "\(name) has a page of size \(others.joined(separator: ", "))")
        }
    }
}
