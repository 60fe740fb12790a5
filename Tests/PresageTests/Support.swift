import Foundation
import Vocabulary

@testable import Presage

/// The end of a run that nothing stops.
func outcomeOfRun(_ configuration: Configuration) throws -> CellRun.Outcome {
    var run = try CellRun(configuration)
    let nothing = StopRequest()
    while try run.advance(stop: nothing, progress: { _ in }) {}
    return try run.finish(stop: nothing)
}

/// The command line tool, run as users run it.
enum Tool {
    /// The end of a run.
    struct Ending {
        let code: Int32
        let output: String
        let errors: String
    }

    /// The program, which lies beside the tests.
    static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "presage").path

    /// Runs `presage` with `arguments`, separated by spaces.
    static func run(_ arguments: String, results: String? = nil) throws -> Ending {
        let words = arguments.split(separator: " ").map(String.init)
        return try run(program, words + (results.map { ["--results", $0] } ?? []))
    }

    static func run(_ program: String, _ arguments: [String]) throws -> Ending {
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // A run that should have been refused must fail its test, not hold up the suite.
        let deadline = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 120, execute: deadline)
        defer { deadline.cancel() }
        // Few words go to the second pipe: it cannot fill up while the first is read.
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let words = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Ending(
            code: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: words, as: UTF8.self))
    }

    /// Runs a script of bash in a folder; `presage` is the program there.
    static func shell(_ script: String, in folder: String) throws -> Ending {
        try run(
            "/bin/bash",
            ["-c", "presage() { '\(program)' \"$@\"; }; cd '\(folder)'; \(script)"])
    }

    /// Mounts a small file system at `folder`.
    /// - Returns: false where that cannot be.
    static func mount(_ options: String, at folder: String) throws -> Bool {
        let ending = try run(
            "/bin/sh", ["-c", "mount -t tmpfs -o \(options) tmpfs '\(folder)' 2>&1"])
        if ending.code != 0 { print("skipped: no file system can be mounted: \(ending.output)") }
        return ending.code == 0
    }

    /// A file of the project.
    static func project(_ path: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: path).path
    }
}

/// Open MPI, where the program was built with it (PRESAGE_MPI=1).
enum OpenMPI {
    static let isThere: Bool = {
        let isBuilt = ProcessInfo.processInfo.environment["PRESAGE_MPI"] == "1"
        if isBuilt, (try? Tool.run("/bin/sh", ["-c", "command -v mpirun"]))?.code == 0 {
            return true
        }
        print("skipped: cells whose workers talk through Open MPI, which the program lacks")
        return false
    }()
}
