import Processes
import Tensor

/// A part of the state of training: its path of names, and its numbers.
package typealias StatePart = (path: [String], numbers: StateNumbers)

/// The state of training as bytes: the number of parts, and of each the names, the kind of its numbers
/// (0: float32, 1: float64, 2: int64) and the numbers.
enum StateBytes {
    static func encode(_ parts: [StatePart]) -> [UInt8] {
        var writer = ByteWriter()
        writer.put(parts.count)
        for (path, numbers) in parts {
            writer.put(path)
            switch numbers {
            case .floats(let floats):
                writer.put(0)
                writer.put(floats)
            case .reals(let reals):
                writer.put(1)
                writer.put(reals)
            case .integers(let integers):
                writer.put(2)
                writer.put(integers)
            }
        }
        return writer.bytes
    }

    /// - Throws: `MalformedBytes` for the bytes of no state.
    static func decode(_ bytes: [UInt8]) throws(MalformedBytes) -> [StatePart] {
        var reader = ByteReader(bytes)
        let parts = try reader.takeList { reader throws(MalformedBytes) in
            (path: try reader.takeWords(), numbers: try numbers(from: &reader))
        }
        guard reader.isAtEnd else { throw MalformedBytes() }
        return parts
    }

    private static func numbers(
        from reader: inout ByteReader
    ) throws(MalformedBytes) -> StateNumbers {
        switch try reader.takeCount() {
        case 0: .floats(try reader.takeNumbers())
        case 1: .reals(try reader.takeNumbers())
        case 2: .integers(try reader.takeNumbers())
        default: throw MalformedBytes()
        }
    }
}
