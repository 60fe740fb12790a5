import Foundation

/// A folder of image files, its names listed.
struct ImageFolder {
    let path: String
    private let names: Set<String>

    init(_ path: String) throws(DataError) {
        let kind = try DataFile.kind(of: path, .images)
        guard kind == .folder else { throw .notAFolder(path, kind) }
        do { names = Set(try FileManager.default.contentsOfDirectory(atPath: path)) } catch {
            throw .unreadable(path, reason: "the folder cannot be listed")
        }
        self.path = path
    }

    func holdsAny(of wanted: [String]) -> Bool { !names.isDisjoint(with: wanted) }

    /// The first of some names that the folder has; any of them will do.
    func find(_ alternatives: String...) throws(DataError) -> String {
        guard let found = alternatives.first(where: names.contains) else {
            throw .incomplete(folder: path, missing: alternatives, .images)
        }
        return found
    }

    /// Parses a file of the folder, decompressed if its name ends in `.gz`.
    func parsed<Result>(
        _ name: String, _ parse: ([UInt8]) throws(ImageError) -> Result
    ) throws(DataError) -> Result {
        let bytes = try bytes(of: name)
        do { return try parse(bytes) } catch { throw .unusableImages(file(name), error) }
    }

    /// The path of a file of the folder.
    func file(_ name: String) -> String { path + "/" + name }

    private func bytes(of name: String) throws(DataError) -> [UInt8] {
        let bytes = try DataFile.bytes(of: file(name), .images)
        guard name.hasSuffix(".gz") else { return bytes }
        do { return try Gunzip.bytes(bytes, limit: DataFile.limit) } catch {
            throw .compression(file(name), error)
        }
    }
}
