import Processes
import Store
import Testing

@testable import Engine

@Suite struct CellBytesTests {
    /// A root group of one dataset without values, as bytes.
    private func bytes(shape: [Int], values: [Double]) -> [UInt8] {
        var writer = ByteWriter()
        // No attributes, and one dataset: its name, dimensions, shape, kind and values.
        writer.put(0)
        writer.put(1)
        writer.put("x")
        writer.put(shape.map { "d\($0)" })
        writer.put(shape)
        writer.put(5)
        writer.put(values)
        writer.put(0)
        return writer.bytes
    }

    @Test func aGroupComesBackAsItWas() throws {
        let group = Group(
            "/", attributes: ["a": "text", "b": .real(-0.0)],
            datasets: [Dataset("x", dimensions: ["d"], shape: [2], .float64([.nan, 1]))])
        var writer = ByteWriter()
        writer.put(group)
        var reader = ByteReader(writer.bytes)
        #expect(try reader.takeRoot() == group)
        #expect(reader.isAtEnd)
        var expected = ByteReader(bytes(shape: [2, 1], values: [3, 4]))
        #expect(try expected.takeRoot().datasets[0].elements == .float64([3, 4]))
    }

    /// Shapes that are none, and such as do not fit the values.
    @Test(arguments: [[3], [.max, 2, 0], [.max, .max], [-1, -1], [-2], [2, .min]])
    func shapesOfNothingAreRefused(shape: [Int]) {
        for values in [[], [1], [1, 2]] as [[Double]] {
            var reader = ByteReader(bytes(shape: shape, values: values))
            #expect(throws: MalformedBytes.self) { try reader.takeRoot() }
        }
    }
}
