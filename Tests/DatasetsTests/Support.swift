import Foundation
import TestSupport

/// `bytes` compressed by the program gzip.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let file = folder.path("file")
    try Data(bytes).write(to: URL(filePath: file))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", file]
    try process.run()
    process.waitUntilExit()
    return Array(try Data(contentsOf: URL(filePath: file + ".gz")))
}

/// Calls `body` with the path of a folder that holds `files`.
func withFolder(_ files: [String: [UInt8]], _ body: (String) throws -> Void) throws {
    let folder = try TemporaryFolder()
    for (name, bytes) in files {
        try Data(bytes).write(to: URL(filePath: folder.path(name)))
    }
    try body(folder.path)
}
