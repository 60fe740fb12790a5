import Foundation
import Sweeps
import Synchronization
import Tasks

/// Where a text comes from, by the `data` setting: the King James Bible of the system's package, a
/// UTF-8 file, or a folder with the three Penn Treebank character files.
enum TextSource {
    /// The default of the `data` setting.
    static let bible = "bible-kjv"

    /// A text as it was read.
    struct Contents: Sendable {
        /// The whole text, or its training part when the other two are given.
        let text: String
        let validation: String?
        let test: String?
        let fingerprint: String

        /// - Throws: `TextError`.
        func corpus() throws -> TextCorpus {
            guard let validation, let test else { return try TextCorpus(splitting: text) }
            return try TextCorpus(training: text, validation: validation, test: test)
        }
    }

    /// The text of a configuration, laid out for its batch.
    /// - Throws: `DataError`.
    static func task(_ configuration: Configuration) throws -> TextTask {
        let key = TaskKey(configuration)
        if let known = tasks.withLock({ $0[key] }) { return known }
        let contents = try read(key.data)
        do {
            let task = try TextTask(
                contents.corpus(), batch: key.batch, evaluationCharacters: key.evaluationCharacters)
            tasks.withLock { $0[key] = task }
            return task
        } catch let error as TextError {
            throw DataError.unusable(key.data, error)
        }
    }

    /// The settings that decide how a text is laid out.
    private struct TaskKey: Hashable {
        let data: String
        let batch: Int
        let evaluationCharacters: Int

        init(_ configuration: Configuration) {
            data = configuration[.data]
            batch = configuration[.batch]
            evaluationCharacters = configuration[.evaluationCharacters]
        }
    }

    /// A sweep checks a text that its cell then trains on: it is laid out once.
    private static let tasks = Mutex<[TaskKey: TextTask]>([:])

    private static let contents = Mutex<[String: Contents]>([:])

    /// Reads a text, once per process.
    /// - Throws: `DataError` naming the path and what would be right.
    static func read(_ name: String) throws -> Contents {
        if let known = contents.withLock({ $0[name] }) { return known }
        let read = try name == bible ? readBible() : readPath(name)
        contents.withLock { $0[name] = read }
        return read
    }

    private static func readPath(_ path: String) throws -> Contents {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw DataError.missing(path)
        }
        guard isFolder.boolValue else {
            let file = try readFile(path)
            return Contents(
                text: file.text, validation: nil, test: nil, fingerprint: fingerprint(file.bytes))
        }
        let parts = try ["train", "valid", "test"].map { part in
            let file = (path as NSString).appendingPathComponent("ptb.char.\(part).txt")
            guard FileManager.default.fileExists(atPath: file) else {
                throw DataError.incompleteTrio(folder: path, missing: "ptb.char.\(part).txt")
            }
            return try readFile(file)
        }
        return Contents(
            text: pennTreebank(parts[0].text), validation: pennTreebank(parts[1].text),
            test: pennTreebank(parts[2].text),
            fingerprint: fingerprint(parts.flatMap(\.bytes)))
    }

    private static func readFile(_ path: String) throws -> (text: String, bytes: [UInt8]) {
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw DataError.unreadable(path)
        }
        guard !bytes.isEmpty else { throw DataError.empty(path) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DataError.notUTF8(path, offset: firstInvalidByte(of: bytes))
        }
        return (text, bytes)
    }

    /// Characters are separated by spaces there, and `_` stands for a space.
    private static func pennTreebank(_ text: String) -> String {
        String(text.filter { $0 != " " && $0 != "\n" }.map { $0 == "_" ? " " : $0 })
    }

    /// How many bytes of `bytes` are valid UTF-8 from the beginning.
    private static func firstInvalidByte(of bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            offset += UTF8.width(scalar)
        }
        return offset
    }

    /// Debian's bible-kjv prints `Ge1:1 In the beginning…`, a verse a line; the references go.
    private static func readBible() throws -> Contents {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["bible", "-f", "gen1:1-rev22:21"]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { throw DataError.noBible }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0, output.count > 4_000_000 else {
            throw DataError.noBible
        }
        let lines = Array(output).split(separator: UInt8(ascii: "\n"))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(output.count)
        for line in lines {
            let verse = line.drop { $0 != UInt8(ascii: " ") }.dropFirst()
            bytes.append(contentsOf: verse)
            bytes.append(UInt8(ascii: "\n"))
        }
        return Contents(
            text: String(decoding: bytes, as: UTF8.self), validation: nil, test: nil,
            fingerprint: fingerprint(bytes))
    }
}

/// What can be wrong with the data a run is to read.
enum DataError: Error, Hashable {
    case missing(String)
    case unreadable(String)
    case empty(String)
    case notUTF8(String, offset: Int)
    case incompleteTrio(folder: String, missing: String)
    case noBible
    /// A text that can be read but not learned from.
    case unusable(String, TextError)
}

extension DataError: CustomStringConvertible {
    var description: String {
        switch self {
        case .missing(let path):
            "data is '\(path)': no such file or folder: it must be bible-kjv, a UTF-8 file, or a "
                + "folder with ptb.char.train.txt, ptb.char.valid.txt and ptb.char.test.txt"
        case .unreadable(let path): "data is '\(path)': the file cannot be read"
        case .empty(let path): "data is '\(path)': the file is empty: it must hold some text"
        case .notUTF8(let path, let offset):
            "data is '\(path)': byte \(offset) is not UTF-8: convert the file to UTF-8"
        case .incompleteTrio(let folder, let missing):
            "data is '\(folder)': the folder has no \(missing): it must hold ptb.char.train.txt, "
                + "ptb.char.valid.txt and ptb.char.test.txt"
        case .noBible:
            "data is 'bible-kjv', but the command bible does not print it: install the packages "
                + "bible-kjv and bible-kjv-text, or set data to a UTF-8 file"
        case .unusable(let path, let reason): "data is '\(path)': \(reason)"
        }
    }
}
