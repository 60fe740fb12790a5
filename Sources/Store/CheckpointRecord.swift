/// A checkpoint: a cell that is not finished, as it was between two windows.
///
/// Root attributes `config_json`, `program`, `wall_time_s` and `cpu_time_s`; group `state`, everything that the
/// training goes on from, by what it belongs to; group `capture`, the windows captured so far.
package struct CheckpointRecord: Hashable, Sendable {
    package static let encoding = Encoding(type: "presage-checkpoint")

    /// The whole resolved configuration, canonical JSON.
    package let configurationJSON: String
    /// The program whose numbers these are: another may go on to other bits.
    package let program: String
    /// What the cell has taken so far.
    package let time: RunTime
    /// The state by paths.
    package let state: Group
    /// The captured windows.
    package let captures: [Group]

    package init(
        configurationJSON: String, program: String, time: RunTime, state: Group,
        captures: [Group]
    ) {
        self.configurationJSON = configurationJSON
        self.program = program
        self.time = time
        self.state = state
        self.captures = captures
    }

    /// Writes the file whole or not at all.
    package func write(to path: String) throws(StoreError) {
        var attributes = Self.encoding.attributes
        attributes["title"] = "checkpoint of an unfinished cell"
        attributes["config_json"] = .text(configurationJSON)
        attributes["program"] = .text(program)
        attributes["wall_time_s"] = .real(time.wall)
        attributes["cpu_time_s"] = .real(time.cpu)
        try HDF5File.write(
            Group(
                "/", attributes: attributes, groups: [state, Group("capture", groups: captures)]),
            to: path)
    }

    package static func read(_ path: String) throws(StoreError) -> CheckpointRecord {
        let content = try HDF5File.content(path)
        try encoding.check(content, path: path)
        let root = content.root
        func seconds(_ name: String) throws(StoreError) -> Double {
            guard case .real(let seconds)? = root.attributes[name] else {
                throw .missingAttribute(path: path, name: name)
            }
            return seconds
        }
        let time = RunTime(wall: try seconds("wall_time_s"), cpu: try seconds("cpu_time_s"))
        guard let state = root.group("state"), let captures = root.group("capture") else {
            throw .missingAttribute(path: path, name: "state")
        }
        return CheckpointRecord(
            configurationJSON: try root.attributes.require("config_json", path),
            program: try root.attributes.require("program", path), time: time, state: state,
            captures: captures.groups)
    }
}
