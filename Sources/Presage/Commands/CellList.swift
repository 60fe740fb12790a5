import Foundation
import Sweeps

/// The cells that a file names, one `cell_id` a line.
struct CellList {
    private let names: Set<String>

    /// Reads the file.
    /// - Throws: `CellListError.unreadable`.
    init(_ path: String) throws(CellListError) {
        let text: String
        do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
            throw .unreadable(path)
        }
        names = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    func contains(_ cell: PlannedCell) -> Bool { names.contains(cell.identity) }

    /// Checks that the plan has all the cells.
    /// - Throws: `CellListError.unknown`.
    func check(against plan: Plan) throws(CellListError) {
        let strangers = names.subtracting(plan.distinctCells.map(\.identity))
        if let name = strangers.min() {
            throw .unknown(name, experiment: plan.experiment.name)
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
    case unknown(String, experiment: String)

    var description: String {
        switch self {
        case .unreadable(let path): "--cells: '\(path)' cannot be read: it must be a text file"
        case .unknown(let name, let experiment):
            "--cells: '\(name)' is no cell of \(experiment) with this size and these settings: "
                + CommandWords.line([CommandWords.program, "plan", experiment]) + " lists them"
        }
    }
}
