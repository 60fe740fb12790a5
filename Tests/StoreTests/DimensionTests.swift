import TestSupport
import Testing

@testable import Store

/// Where dimensions without values lie in a file.
@Suite struct DimensionTests {
    private func tensor(_ name: String, _ dimensions: KeyValuePairs<String, Int>) -> Dataset {
        let shape = dimensions.map(\.value)
        return Dataset(
            name, dimensions: dimensions.map(\.key), shape: shape,
            .float32((0..<shape.reduce(1, *)).map(Float.init)))
    }

    private func names(_ group: Group, known: [String: Int] = [:]) -> [String] {
        group.bareDimensions(known: known).map { "\($0.name) \($0.length)" }
    }

    @Test func whatAllGroupsAgreeOnLiesAtTheTop() throws {
        let root = Group(
            "/", datasets: [Dataset(coordinate: "update", .int64([1, 2]))],
            groups: [
                Group("parameters", datasets: [tensor("W", ["unit": 2, "output": 3])]),
                Group("gradients", datasets: [tensor("b", ["output": 3])]),
                Group("curves", datasets: [tensor("loss", ["update": 2])]),
            ])
        #expect(names(root) == ["unit 2", "output 3"])
        #expect(names(root.groups[0], known: ["unit": 2, "output": 3]).isEmpty)
        try expectReadBack(root)
    }

    @Test func whatGroupsDisagreeOnLiesInEach() throws {
        let root = Group(
            "/",
            groups: (0..<3).map { index in
                Group(
                    "layer_\(index)",
                    datasets: [tensor("W", ["input": index + 1, "output": index + 2])])
            })
        #expect(names(root).isEmpty)
        #expect(names(root.groups[2]) == ["input 3", "output 4"])
        try expectReadBack(root)
    }

    @Test func aGroupMayMeanAnotherLengthThanTheOneAbove() throws {
        let root = Group(
            "/", datasets: [tensor("inputs", ["time_step": 3, "input": 2])],
            groups: [Group("future", datasets: [tensor("inputs", ["time_step": 5, "input": 2])])])
        #expect(names(root) == ["time_step 3", "input 2"])
        #expect(names(root.groups[0], known: ["time_step": 3, "input": 2]) == ["time_step 5"])
        try expectReadBack(root)
    }

    /// A dimension has a name that no dataset or group beside it has.
    @Test func aNameThatIsTakenIsNotUsedAbove() throws {
        let root = Group(
            "/",
            groups: [
                Group("input", datasets: [tensor("W", ["input": 2, "output": 1])]),
                Group("output", datasets: [tensor("b", ["output": 1])]),
            ])
        #expect(names(root).isEmpty)
        try expectReadBack(root)
    }

    private func expectReadBack(_ root: Group) throws {
        let folder = try TemporaryFolder()
        try HDF5File.write(root, to: folder.path("a.h5"))
        #expect(try HDF5File.read(folder.path("a.h5")) == root)
    }
}
