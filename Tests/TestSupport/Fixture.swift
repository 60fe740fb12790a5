import Foundation
import Store
import Tensor

/// A group of a float64 fixture file, written by Tests/Fixtures/generate.py.
package struct Fixture: Sendable {
    private let group: Group

    /// Reads `Tests/Fixtures/<name>.h5`.
    package init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
        group = try HDF5File.read(folder.appending(path: "Fixtures/\(name).h5").path)
    }

    private init(_ group: Group) { self.group = group }

    /// The groups inside, by name.
    package var groupNames: [String] { group.groups.map(\.name) }

    package func group(_ path: String) throws -> Fixture {
        guard let group = group.group(path) else { throw Missing(name: path) }
        return Fixture(group)
    }

    package func has(_ path: String) -> Bool {
        group.group(path) != nil || group.dataset(path) != nil
    }

    /// The numbers of a dataset, in row-major order.
    package func reals(_ path: String) throws -> [Double] {
        guard let reals = group.dataset(path)?.elements.reals else { throw Missing(name: path) }
        return reals
    }

    /// The one number of a scalar dataset.
    package func real(_ path: String) throws -> Double { try reals(path)[0] }

    package func integers(_ path: String) throws -> [Int32] { try reals(path).map { Int32($0) } }

    package func floats(_ path: String) throws -> [Float] { try reals(path).map { Float($0) } }

    /// A dataset of one or two dimensions; all but the last are rows.
    package func matrix(_ path: String) throws -> Matrix {
        guard let dataset = group.dataset(path) else { throw Missing(name: path) }
        let columns = dataset.shape.last ?? 1
        return Matrix(rows: dataset.elements.count / columns, columns: columns, try floats(path))
    }

    /// Fills parameters from a group that holds a dataset for each.
    package func fill(_ parameters: Parameters, from path: String) throws {
        for block in parameters.blocks {
            parameters[block.name].copy(from: try floats("\(path)/\(block.name)"))
        }
    }

    /// The attributes with their values as text.
    package var attributes: [(name: String, value: String)] {
        group.attributes.names.compactMap { name in
            switch group.attributes[name] {
            case .text(let text): (name, text)
            case .integer(let integer): (name, "\(integer)")
            case .real(let real): (name, "\(real)")
            default: nil
            }
        }
    }

    /// The numbers of a dataset by its first dimension.
    package func rows(_ path: String) throws -> [[Double]] {
        let numbers = try reals(path)
        let count = group.dataset(path)?.shape.first ?? 1
        let width = numbers.count / max(1, count)
        return (0..<count).map { Array(numbers[$0 * width..<($0 + 1) * width]) }
    }

    package struct Missing: Error { let name: String }
}
