import Foundation

/// The origin of a result in place, time and source: the attributes in which equal runs may differ.
package struct Provenance: Hashable, Sendable {
    /// The commit that the program was built from.
    package var gitCommit: String
    /// Whether the program's sources had changes: "yes", "no", or "unknown" where nothing tells.
    package var gitDirty: String
    package var hostname: String
    package var cpu: String
    package var instructionSet: String
    package var swiftVersion: String
    package var hdf5Version: String
    /// The command that redoes the cell.
    package var command: String
    /// The time of writing, in ISO 8601.
    package var createdUTC: String
    /// The wall time of the run, in seconds.
    package var wallTime: Double
    /// The processor time of the run, in seconds, which nothing that runs besides lengthens much; nil
    /// where it is not known: of a run that crashed, and in files of earlier versions.
    package var cpuTime: Double?
    /// The peak resident memory, in bytes.
    package var peakMemory: Int64

    /// Names and values in the file's order.
    var attributes: [(name: String, value: Attribute)] {
        [
            ("git_commit", .text(gitCommit)), ("git_dirty", .text(gitDirty)),
            ("hostname", .text(hostname)), ("cpu", .text(cpu)),
            ("instruction_set", .text(instructionSet)), ("swift_version", .text(swiftVersion)),
            ("hdf5_version", .text(hdf5Version)), ("command", .text(command)),
            ("created_utc", .text(createdUTC)), ("wall_time_s", .real(wallTime)),
            ("peak_memory_bytes", .integer(peakMemory)),
        ] + (cpuTime.map { [("cpu_time_s", .real($0))] } ?? [])
    }

    /// The names of these attributes in a file.
    package static let attributeNames = Provenance().attributes.map(\.name)

    /// A provenance of which nothing is known.
    private init() {
        (gitCommit, gitDirty, hostname, cpu) = ("unknown", "unknown", "", "")
        (instructionSet, swiftVersion, hdf5Version, command) = ("", "", "", "")
        (createdUTC, wallTime, cpuTime, peakMemory) = ("", 0, 0, 0)
    }

    /// The provenance of this process now.
    /// - Parameters:
    ///   - commit: the commit that the program was built from.
    ///   - isDirty: whether its sources had changes: yes, no or unknown.
    ///   - wallTime: seconds the run took.
    ///   - cpuTime: its processor time in seconds; nil where it is not known.
    package static func current(
        commit: String, isDirty: String, instructionSet: String, command: String,
        wallTime: Double, cpuTime: Double? = nil
    ) -> Provenance {
        var provenance = Provenance()
        provenance.gitCommit = commit
        provenance.gitDirty = isDirty
        provenance.hostname = ProcessInfo.processInfo.hostName
        provenance.cpu = processorName()
        provenance.instructionSet = instructionSet
        provenance.swiftVersion = compilerVersion
        provenance.hdf5Version = Library.version
        provenance.command = command
        provenance.createdUTC = currentTime()
        provenance.wallTime = wallTime
        provenance.cpuTime = cpuTime
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        provenance.peakMemory = Int64(usage.ru_maxrss) * 1024
        return provenance
    }

    /// Reads the attributes back.
    init(_ attributes: Attributes, path: String) throws(StoreError) {
        self.init()
        gitCommit = try attributes.require("git_commit", path)
        gitDirty = try attributes.require("git_dirty", path)
        hostname = try attributes.require("hostname", path)
        cpu = try attributes.require("cpu", path)
        instructionSet = try attributes.require("instruction_set", path)
        swiftVersion = try attributes.require("swift_version", path)
        hdf5Version = try attributes.require("hdf5_version", path)
        command = try attributes.require("command", path)
        createdUTC = try attributes.require("created_utc", path)
        guard case .real(let seconds)? = attributes["wall_time_s"] else {
            throw .missingAttribute(path: path, name: "wall_time_s")
        }
        guard case .integer(let bytes)? = attributes["peak_memory_bytes"] else {
            throw .missingAttribute(path: path, name: "peak_memory_bytes")
        }
        switch attributes["cpu_time_s"] {
        case .real(let seconds): cpuTime = seconds
        case nil: cpuTime = nil
        default: throw .missingAttribute(path: path, name: "cpu_time_s")
        }
        wallTime = seconds
        peakMemory = bytes
    }
}

extension Attributes {
    /// The text of an attribute every file of this program has.
    func require(_ name: String, _ path: String) throws(StoreError) -> String {
        guard let text = text(name) else { throw .missingAttribute(path: path, name: name) }
        return text
    }
}

/// The compiler that built this program, as far as a program can tell.
private var compilerVersion: String {
    #if compiler(>=6.4)
        "6.4 or later"
    #elseif compiler(>=6.3)
        "6.3"
    #else
        "6.2"
    #endif
}

/// The time now, in ISO 8601; Foundation's formatter takes a process a millisecond to begin with.
package func currentTime() -> String {
    var (now, parts) = (time(nil), tm())
    gmtime_r(&now, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text.prefix(count).map(UInt8.init), as: UTF8.self)
}

private func processorName() -> String {
    // The first processor is described in the first lines; there may be hundreds.
    guard let file = fopen("/proc/cpuinfo", "re") else { return "unknown" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let text = String(decoding: bytes.prefix(fread(&bytes, 1, bytes.count, file)), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last
    return name.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
}
