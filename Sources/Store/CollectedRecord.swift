/// The collected file: all cells of a sweep as arrays over its axes, rebuilt from the cell files.
///
/// Variables lie over the swept axes in the plan's order, then over a coordinate of their own such
/// as `update`; what is missing is NaN, never 0.
package struct CollectedRecord: Hashable, Sendable {
    package static let encoding = Encoding(type: "presage-sweep")

    package var title: String
    package var experiment: String
    package var attributes: Attributes
    /// The swept axes, in the plan's order.
    package var axes: [Dataset]
    /// Other coordinates, such as `update`.
    package var coordinates: [Dataset]
    package var variables: [Dataset]

    package init(
        title: String, experiment: String, attributes: Attributes, axes: [Dataset],
        coordinates: [Dataset], variables: [Dataset]
    ) {
        self.title = title
        self.experiment = experiment
        self.attributes = attributes
        self.axes = axes
        self.coordinates = coordinates
        self.variables = variables
    }

    package subscript(name: String) -> Dataset? { variables.first { $0.name == name } }

    /// The number of cells in a state; a cell at several places counts once.
    package func count(of status: CellStatus) -> Int {
        guard case .int64(let states)? = self["status"]?.elements,
            case .strings(let names)? = self["cell_id"]?.elements
        else { return 0 }
        return Set(zip(names, states).filter { $0.1 == status.rawValue }.map(\.0)).count
    }

    private static let timeName = "created_utc"

    /// The time at which the cells were collected, in ISO 8601; nil unless some were still to be run:
    /// equal results make equal files.
    package var created: String? { attributes.text(Self.timeName) }

    /// Notes the time now where cells are still to be run.
    package mutating func noteTimeIfUnfinished() {
        attributes[Self.timeName] = count(of: .pending) > 0 ? .text(currentTime()) : nil
    }

    /// Writes the file whole or not at all.
    package func write(to path: String) throws(StoreError) {
        try HDF5File.write(root, to: path)
    }

    /// The content of the file.
    var root: Group {
        var attributes = Self.encoding.attributes
        attributes["title"] = .text(title)
        attributes["experiment"] = .text(experiment)
        attributes["axes"] = .text(axes.map(\.name).joined(separator: " "))
        for name in self.attributes.names { attributes[name] = self.attributes[name] }
        return Group("/", attributes: attributes, datasets: axes + coordinates + variables)
    }

    package static func read(_ path: String) throws(StoreError) -> CollectedRecord {
        let content = try HDF5File.content(path)
        try encoding.check(content, path: path)
        let root = content.root
        let names = try root.attributes.require("axes", path).split(separator: " ")
            .map(String.init)
        var rest = root.attributes
        for name in encoding.attributes.names + ["title", "experiment", "axes"] { rest[name] = nil }
        let coordinates = root.datasets.filter(\.isCoordinate)
        return CollectedRecord(
            title: try root.attributes.require("title", path),
            experiment: try root.attributes.require("experiment", path), attributes: rest,
            axes: coordinates.filter { names.contains($0.name) },
            coordinates: coordinates.filter { !names.contains($0.name) },
            variables: root.datasets.filter { !$0.isCoordinate })
    }
}
