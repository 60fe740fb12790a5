import Foundation
import Store
import Sweeps
import Vocabulary

/// The pages that link all experiments of a folder of results with the verdicts on their claims, made of
/// the `claims.json` that lie there: `index.html` of the whole, and one of each size.
package enum ResultsIndex {
    /// The name of every page's file.
    package static let name = "index.html"
    /// The largest file of claims that is read, in bytes.
    private static let largest = 64 << 20
    /// How long another writer is waited for, in seconds.
    private static let patience = 5.0

    /// Writes the pages anew.
    ///
    /// Of several writers at once each reads, after its own results are written, what is there, one
    /// behind the other: the last one sees everything.
    /// - Parameter root: the folder of all results.
    /// - Throws: `ResultsIndexError` where a page of somebody else lies there, and what keeps a file from
    ///   being written.
    package static func write(root: String) throws {
        // Where there are no locks a writer may see less than another; its page is whole all the same.
        try alone(in: root, patience: patience) { try writeAlone(root: root) }
    }

    private static func writeAlone(root: String) throws {
        let found = SizeName.allCases.reversed().compactMap { size -> FoundSize? in
            let one = FoundSize(size, root: root)
            return one.experiments.isEmpty && one.faults.isEmpty ? nil : one
        }
        let whole = try IndexHTML(title: "Presage: results", home: nil, sizes: found).text()
        try write(whole, to: path(root, name))
        for size in found {
            let title = "Presage: results, size \(size.size.rawValue)"
            let page = try IndexHTML(title: title, home: "../" + name, sizes: [size]).text()
            try write(page, to: path(root, size.size.rawValue, name))
        }
    }

    /// Writes a page in the place of one of ours or of none.
    private static func write(_ page: String, to path: String) throws {
        if FileManager.default.fileExists(atPath: path) {
            let start =
                isFile(path)
                ? (try? FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: 2048)) : nil
            let text = String(decoding: start ?? Data(), as: UTF8.self)
            guard text.contains(PageTemplate.generator) else {
                throw ResultsIndexError.somebodyElses(path)
            }
        }
        try AtomicFile.write(page, to: path)
    }

    fileprivate static func path(_ parts: String...) -> String {
        parts.dropFirst().reduce(parts[0]) { ($0 as NSString).appendingPathComponent($1) }
    }

    /// The experiments of one size with a page.
    struct FoundSize {
        let size: SizeName
        private(set) var experiments: [Found] = []
        /// What is wrong with files that are not shown.
        private(set) var faults: [String] = []

        /// An experiment with its page, relative to the folder of the size.
        struct Found {
            let name: String
            let page: String
            /// Nil for a page of an earlier version.
            let claims: ClaimsFile?
        }

        /// All claims with their experiments.
        var claims: [(experiment: Found, claim: ClaimsFile.Claim)] {
            experiments.flatMap { found in (found.claims?.claims ?? []).map { (found, $0) } }
        }

        init(_ size: SizeName, root: String) {
            self.size = size
            let folder = path(root, size.rawValue)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names.sorted() where !name.hasPrefix(".") {
                func file(_ file: String) -> String { path(folder, name, file) }
                guard
                    let page = [ResultsIndex.name, "report.txt"].first(where: {
                        ResultsIndex.isFile(file($0))
                    })
                else { continue }
                var claims: ClaimsFile?
                if FileManager.default.fileExists(atPath: file(ClaimsFile.name)) {
                    do throws(ClaimsFileError) {
                        claims = try ResultsIndex.read(file(ClaimsFile.name))
                    } catch {
                        faults.append("\(size.rawValue)/\(name)/\(ClaimsFile.name): \(error)")
                    }
                }
                experiments.append(Found(name: name, page: "\(name)/\(page)", claims: claims))
            }
        }
    }

    /// Whether there is a file of bytes, of nothing else that could be waited for.
    fileprivate static func isFile(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    }

    private static func read(_ path: String) throws(ClaimsFileError) -> ClaimsFile {
        guard isFile(path), let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: largest + 1), data.count <= largest
        else { throw .unreadable }
        return try ClaimsFile(json: data)
    }
}

/// A reason that the page of all is not written.
enum ResultsIndexError: Error, Hashable, CustomStringConvertible {
    /// A page that is none of ours, which stays as it is.
    case somebodyElses(String)

    var description: String {
        switch self {
        case .somebodyElses(let path): "\(path) is a page of somebody else: move it away"
        }
    }
}
