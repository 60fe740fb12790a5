/// The state of a cell.
package enum CellStatus: Int64, CaseIterable, Sendable {
    case complete = 0
    /// The cell is not run yet: only in collected files.
    case pending = 1
    case failed = 2
    /// The loss became infinite or undefined: a result, with its curves up to there.
    case diverged = 3
    /// The cell's file is there and cannot be used: only in collected files.
    case unusable = 4

    /// The word in a cell file.
    package var name: String { "\(self)" }

    /// The state in a cell file; nil for a word that none has.
    init?(name: String) {
        let stored: [CellStatus] = [.complete, .failed, .diverged]
        guard let status = stored.first(where: { $0.name == name }) else { return nil }
        self = status
    }
}

/// The header of a cell file.
package struct CellHeader: Hashable, Sendable {
    package var title: String
    package var experiment: String
    package var cellID: String
    /// The whole resolved configuration, canonical JSON.
    package var configurationJSON: String
    package var seed: Int64
    /// The value on every swept axis, by name.
    package var axes: Attributes
    package var status: CellStatus
    /// The reason that the cell failed or diverged.
    package var failure: String?
    package var provenance: Provenance

    package init(
        title: String, experiment: String, cellID: String, configurationJSON: String, seed: Int64,
        axes: Attributes, status: CellStatus, failure: String?, provenance: Provenance
    ) {
        self.title = title
        self.experiment = experiment
        self.cellID = cellID
        self.configurationJSON = configurationJSON
        self.seed = seed
        self.axes = axes
        self.status = status
        self.failure = failure
        self.provenance = provenance
    }
}

/// A cell file: one run, its curves, its final tensors.
package struct CellRecord: Hashable, Sendable {
    package static let encoding = Encoding(type: "presage-cell")

    package var header: CellHeader
    package var datasets: [Dataset]
    package var groups: [Group]

    package init(header: CellHeader, datasets: [Dataset], groups: [Group]) {
        self.header = header
        self.datasets = datasets
        self.groups = groups
    }

    /// Writes the file whole or not at all.
    package func write(to path: String) throws(StoreError) {
        try HDF5File.write(root, to: path)
    }

    /// The content of the file.
    var root: Group {
        Group("/", attributes: header.attributes, datasets: datasets, groups: groups)
    }

    /// A record of the content of a file.
    /// - Parameter path: of the file, for errors.
    /// - Throws: `StoreError` where something is missing that every cell file has.
    package init(_ root: Group, path: String) throws(StoreError) {
        self.init(
            header: try CellHeader(root.attributes, path: path), datasets: root.datasets,
            groups: root.groups)
    }

    package static func read(_ path: String) throws(StoreError) -> CellRecord {
        try CellRecord(content(path, .all), path: path)
    }

    /// Reads header and curves, without the groups of tensors; the bytes of the whole file are
    /// checked.
    package static func readCurves(_ path: String) throws(StoreError) -> CellRecord {
        try CellRecord(readRoot(path), path: path)
    }

    /// Reads what header and curves are made of.
    package static func readRoot(_ path: String) throws(StoreError) -> Group {
        try content(path, .withoutGroups)
    }

    /// Reads the header alone; the bytes of the whole file are checked.
    package static func readHeader(_ path: String) throws(StoreError) -> CellHeader {
        try CellHeader(content(path, .header).attributes, path: path)
    }

    private static func content(_ path: String, _ part: Reader.Part) throws(StoreError) -> Group {
        let content = try HDF5File.content(path, part)
        try encoding.check(content, path: path)
        return content.root
    }
}

extension CellHeader {
    var attributes: Attributes {
        var attributes = CellRecord.encoding.attributes
        attributes["title"] = .text(title)
        attributes["experiment"] = .text(experiment)
        attributes["cell_id"] = .text(cellID)
        attributes["config_json"] = .text(configurationJSON)
        attributes["seed"] = .integer(seed)
        for name in axes.names { attributes[name] = axes[name] }
        // Tells the swept axes from the other attributes.
        attributes["axes"] = .text(axes.names.joined(separator: " "))
        attributes["status"] = .text(status.name)
        for (name, value) in provenance.attributes { attributes[name] = value }
        if let failure { attributes["failure"] = .text(failure) }
        return attributes
    }

    init(_ attributes: Attributes, path: String) throws(StoreError) {
        guard case .integer(let seed)? = attributes["seed"] else {
            throw .missingAttribute(path: path, name: "seed")
        }
        let names = try attributes.require("axes", path).split(separator: " ").map(String.init)
        let word = try attributes.require("status", path)
        guard let status = CellStatus(name: word) else {
            throw .wrongAttribute(path: path, name: "status", found: word)
        }
        var axes = Attributes()
        for name in names { axes[name] = attributes[name] }
        self.init(
            title: try attributes.require("title", path),
            experiment: try attributes.require("experiment", path),
            cellID: try attributes.require("cell_id", path),
            configurationJSON: try attributes.require("config_json", path), seed: seed,
            axes: axes, status: status, failure: attributes.text("failure"),
            provenance: try Provenance(attributes, path: path))
    }
}
