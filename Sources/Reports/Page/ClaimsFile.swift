import Foundation
import Store
import Sweeps

/// What a report found, for other programs: `claims.json`.
///
/// Keys are sorted. Numbers that there are not, and those that are not finite, are null.
package struct ClaimsFile: Codable {
    /// The version of the format that this program writes and reads.
    package static let version = 1
    /// The name of the file in the folder of a page.
    package static let name = "claims.json"

    let schemaVersion: Int
    let experiment: String
    let size: String
    /// The first paragraph of the experiment's prose.
    let question: String
    /// What a user changed, `setting=value,value` each.
    let overrides: [String]
    /// How many cells there are, by status.
    let cells: [String: Int]
    let claims: [Claim]
    let tables: [Table]

    /// Whether cells are still to be run, and verdicts may change.
    var isPreliminary: Bool { cells[CellStatus.pending.name, default: 0] > 0 }

    /// How many cells have ended as long as not all have; empty otherwise.
    var progress: String {
        let all = cells.values.reduce(0, +)
        let pending = cells[CellStatus.pending.name, default: 0]
        return isPreliminary ? "Preliminary: \(all - pending) of \(all) cells so far." : ""
    }

    /// A claim with its comparisons.
    struct Claim: Codable {
        let identifier: String
        let statement: String
        /// The question that it is part of the answer to; nil where there is none.
        let answers: String?
        let comparisons: [Comparison]
        /// The names of what is compared and not in the sweep, by comparison.
        let notCompared: [[String]]
    }

    /// A comparison in one stratum.
    struct Comparison: Codable {
        /// The whole of it in words.
        let sentence: String
        let quantity: String
        let label: String
        let unit: String
        let subject: String
        let reference: String
        let constant: Number
        /// `greater`, `less` or `within`.
        let expected: String
        let margin: Number
        let place: String
        let along: String
        let n: Int
        let asExpected: Int
        let leftOut: Int
        let subjectMean: Number
        let referenceMean: Number
        let effect: Number
        let interval: [Number]
        /// The effect with its interval as the page has it.
        let effectInWords: String
        let p: Number
        let pAdjusted: Number
        let verdict: String
        let verdictInWords: String
        let secondary: [Secondary]
    }

    /// One place along the axis of a comparison, which is not tested.
    struct Secondary: Codable {
        let place: String
        let n: Int
        let asExpected: Int
        let subjectMean: Number
        let referenceMean: Number
        let effect: Number
        let interval: [Number]
    }

    /// A table with its entries line by line.
    struct Table: Codable {
        let title: String
        let quantities: [Quantity]
        let columns: [String]
        let rows: [[Entry]]
        /// Letters among the columns and their meanings.
        let legend: [String: String]
        let notes: [String]
    }

    /// A quantity of a table.
    struct Quantity: Codable {
        let name: String
        let unit: String
    }

    /// An entry; n is 0 for words and published figures.
    struct Entry: Codable {
        let text: String
        let mean: Number
        let sd: Number
        let n: Int
        let diverged: Int
    }

    /// A number, or null.
    struct Number: Codable {
        let value: Double?

        init(_ value: Double?) { self.value = value.flatMap { $0.isFinite ? $0 : nil } }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            value = container.decodeNil() ? nil : try container.decode(Double.self)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if let value { try container.encode(value) } else { try container.encodeNil() }
        }
    }

    /// The file's text.
    /// - Throws: what keeps it from being JSON.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// The contents of a file.
    /// - Throws: `ClaimsFileError`.
    init(json: Data) throws(ClaimsFileError) {
        struct Head: Decodable { let schemaVersion: Int }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            let version = try decoder.decode(Head.self, from: json).schemaVersion
            guard version == Self.version else { throw ClaimsFileError.version(version) }
            self = try decoder.decode(ClaimsFile.self, from: json)
        } catch let error as ClaimsFileError {
            throw error
        } catch {
            throw .notClaims
        }
    }
}

/// A reason that a file of claims is not read.
enum ClaimsFileError: Error, Hashable, CustomStringConvertible {
    case notClaims
    case version(Int)
    case unreadable

    var description: String {
        switch self {
        case .notClaims: "it is no file of claims"
        case .version(let version):
            "it has schema version \(version), and this program reads \(ClaimsFile.version)"
        case .unreadable: "it cannot be read"
        }
    }
}
