import Foundation
import Sweeps
import Vocabulary

/// The cells that a file names, one `cell_id` a line.
struct CellList {
    private let names: Set<String>

    /// The most bytes of a file: a device may have no end.
    private static let limit = 1 << 26

    /// Reads the file.
    /// - Throws: `CellListError.unreadable`, `CellListError.tooLarge`, `CellListError.empty`.
    init(_ path: String) throws(CellListError) {
        let bytes: Data
        var information = stat()
        // Opening a pipe would wait for its other end.
        guard stat(path, &information) == 0, information.st_mode & S_IFMT != S_IFIFO else {
            throw .unreadable(path)
        }
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            bytes = try file.read(upToCount: Self.limit + 1) ?? Data()
        } catch { throw .unreadable(path) }
        guard bytes.count <= Self.limit else { throw .tooLarge(path, limit: Self.limit) }
        guard let text = String(data: bytes, encoding: .utf8) else { throw .unreadable(path) }
        names = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
        guard !names.isEmpty else { throw .empty(path) }
    }

    func contains(_ cell: PlannedCell) -> Bool { names.contains(cell.identity) }

    /// Checks that the sweep has all the cells.
    /// - Throws: `CellListError.unknown`.
    func check(against stages: SweepStages) throws(CellListError) {
        let strangers = stages.plans.reduce(names) { names, plan in
            names.subtracting(plan.distinctCells.map(\.identity))
        }
        if let name = strangers.min() {
            throw .unknown(name, experiment: stages.judged.experiment.name)
        }
    }

    /// The text of the file that names `cells`.
    static func text(_ cells: [PlannedCell]) -> String {
        cells.map { $0.identity + "\n" }.joined()
    }
}

/// A fault of a file of cells.
enum CellListError: Error, Hashable, CustomStringConvertible {
    case unreadable(String)
    case tooLarge(String, limit: Int)
    case empty(String)
    case unknown(String, experiment: String)

    var description: String {
        switch self {
        case .tooLarge(let path, let limit):
            "--cells: '\(oneLine(path))' has more than \(limit) bytes: it must name a cell a line"
        case .empty(let path): "--cells: '\(oneLine(path))' names no cell: it must name one a line"
        case .unreadable(let path):
            "--cells: '\(oneLine(path))' cannot be read: it must be a text file"
        case .unknown(let name, let experiment):
            "--cells: '\(oneLine(name))' is no cell of \(experiment) with this size and these settings: "
                + CommandWords.line([CommandWords.program, "plan", experiment]) + " lists them"
        }
    }
}
