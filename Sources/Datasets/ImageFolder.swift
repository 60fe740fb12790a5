import Foundation

/// A folder of image files, its names listed.
struct ImageFolder {
    /// The largest file that is read, and the most that one may decompress to, in bytes: 512 MiB.
    static let sizeLimit = 512 << 20

    let path: String
    private let names: Set<String>

    init(_ path: String) throws(DataError) {
        switch FileKind(path) {
        case .missing: throw .missing(path, .images)
        case .file: throw .notAFolder(path)
        case .folder: break
        }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw .unreadable(path, .images)
        }
        self.path = path
        self.names = Set(names)
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
    func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

    private func bytes(of name: String) throws(DataError) -> [UInt8] {
        let limit = Self.sizeLimit
        guard let handle = FileHandle(forReadingAtPath: file(name)),
            let data = try? handle.read(upToCount: limit + 1) ?? Data()
        else {
            throw .unreadable(file(name), .images)
        }
        guard data.count <= limit else { throw .tooLarge(file(name), limit: limit) }
        guard name.hasSuffix(".gz") else { return Array(data) }
        do { return try Gunzip.bytes(Array(data), limit: limit) } catch {
            throw .compression(file(name), error)
        }
    }
}
