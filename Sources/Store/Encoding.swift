/// The kind and version of a file, by which readers know whether they can read it.
package struct Encoding: Sendable {
    package let type: String
    /// A higher major version is refused, a higher minor one only adds.
    static let (major, minor) = (1, 1)

    var attributes: Attributes {
        [
            "Conventions": "CF-1.10", "encoding_type": .text(type),
            "encoding_version": .text("\(Self.major).\(Self.minor)"),
        ]
    }

    /// Checks that this program can read a file, and that no other has written to it.
    /// - Throws: `StoreError`.
    func check(_ content: HDF5File.Content, path: String) throws(StoreError) {
        let attributes = content.root.attributes
        guard let found = attributes.text("encoding_type"), found == type else {
            throw .wrongEncoding(
                path: path, found: attributes.text("encoding_type") ?? "", expected: type)
        }
        let version = try attributes.require("encoding_version", path)
        let numbers = version.split(separator: ".").map { Int($0) }
        guard numbers.count == 2, let major = numbers[0], let minor = numbers[1],
            major > 0 && minor >= 0
        else {
            throw .wrongAttribute(path: path, name: "encoding_version", found: version)
        }
        guard major <= Self.major else {
            throw .newerEncoding(
                path: path, found: version, supported: "\(Self.major).\(Self.minor)")
        }
        // Version 1.0 had no digest.
        guard content.isSealed || (major, minor) == (1, 0) else { throw .changed(path: path) }
        try content.root.checkNames(FileContext(path: path))
    }
}
