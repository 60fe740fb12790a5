import Foundation
import Store
import Tensor

/// A group of a float64 fixture file, written by Tests/Fixtures/generate.py.
public struct Fixture {
    private let group: Group

    /// Reads `Tests/Fixtures/<name>.h5`.
    public init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
        group = try HDF5File.read(folder.appending(path: "Fixtures/\(name).h5").path)
    }

    private init(_ group: Group) { self.group = group }

    /// The groups inside, by name.
    public var groupNames: [String] { group.groups.map(\.name) }

    public func group(_ path: String) throws -> Fixture {
        guard let group = group.group(path) else { throw Missing(name: path) }
        return Fixture(group)
    }

    public func has(_ path: String) -> Bool {
        group.group(path) != nil || group.dataset(path) != nil
    }

    /// The numbers of a dataset, in row-major order.
    public func reals(_ path: String) throws -> [Double] {
        guard let reals = group.dataset(path)?.elements.reals else { throw Missing(name: path) }
        return reals
    }

    /// The one number of a scalar dataset.
    public func real(_ path: String) throws -> Double { try reals(path)[0] }

    public func integers(_ path: String) throws -> [Int32] { try reals(path).map { Int32($0) } }

    public func floats(_ path: String) throws -> [Float] { try reals(path).map { Float($0) } }

    /// A dataset of one or two dimensions; all but the last are rows.
    public func matrix(_ path: String) throws -> Matrix {
        guard let dataset = group.dataset(path) else { throw Missing(name: path) }
        let columns = dataset.shape.last ?? 1
        return Matrix(rows: dataset.elements.count / columns, columns: columns, try floats(path))
    }

    /// Fills parameters from a group that holds a dataset for each.
    public func fill(_ parameters: Parameters, from path: String) throws {
        for block in parameters.blocks {
            parameters[block.name].copy(from: try floats("\(path)/\(block.name)"))
        }
    }

    public func text(_ name: String) throws -> String {
        guard let text = group.attributes.text(name) else { throw Missing(name: name) }
        return text
    }

    public func number(_ name: String) throws -> Double {
        guard case .real(let number)? = group.attributes[name] else { throw Missing(name: name) }
        return number
    }

    public struct Missing: Error { let name: String }
}
