import Foundation
import Store

extension Revision {
    /// The revision of the running program, wherever the user stands.
    package static func ofThisProgram() -> Revision { ofProgram(at: programPath) }

    /// The executable file of the running program, links followed.
    private static var programPath: String {
        let link = "/proc/self/exe"
        return (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? link
    }

    /// The file beside an executable that says what it was built from.
    private static func record(of executable: String) -> String { executable + ".revision" }

    /// The revision of the program in a file: what the record beside it says, unless the file has
    /// been built anew since; else what git says of the package in whose build folder it lies. A
    /// repository that merely holds the file says nothing of it.
    /// - Parameter seconds: how long git may take to answer.
    static func ofProgram(at executable: String, within seconds: Double = 10) -> Revision {
        guard let built = FileTime(executable) else {
            return Revision(because: "the program's file \(executable) is gone")
        }
        let record = record(of: executable)
        if let written = FileTime(record), written >= built,
            let data = FileManager.default.contents(atPath: record),
            let revision = try? JSONDecoder().decode(Revision.self, from: data)
        {
            return revision
        }
        guard let package = package(builtAt: executable) else {
            return Revision(
                because: "\(executable) is in no package's build folder and no record is beside it")
        }
        return Git(folder: package, seconds: seconds).revision(ofProgramBuilt: built)
    }

    /// Writes the record beside the running program's file, which has just been built.
    /// - Throws: when it cannot be written.
    package static func recordBesideProgram() throws {
        let path = programPath
        let record = record(of: path)
        // An old record must not be believed.
        try? FileManager.default.removeItem(atPath: record)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(Array(try encoder.encode(ofProgram(at: path))), to: record)
    }

    /// The folder of the package that an executable was built in; nil when it lies elsewhere.
    private static func package(builtAt executable: String) -> String? {
        var folder = URL(filePath: executable).deletingLastPathComponent()
        while folder.path != "/" {
            let parent = folder.deletingLastPathComponent()
            let manifest = parent.appending(path: "Package.swift").path
            if folder.lastPathComponent.hasPrefix(".build"),
                FileManager.default.fileExists(atPath: manifest)
            {
                return parent.path
            }
            folder = parent
        }
        return nil
    }
}

/// The time of a file's last change.
struct FileTime: Comparable {
    private let seconds: Int
    private let nanoseconds: Int

    /// Reads the time; nil when there is no such file.
    init?(_ path: String) {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        seconds = information.st_mtim.tv_sec
        nanoseconds = information.st_mtim.tv_nsec
    }

    static func < (one: FileTime, other: FileTime) -> Bool {
        (one.seconds, one.nanoseconds) < (other.seconds, other.nanoseconds)
    }
}
