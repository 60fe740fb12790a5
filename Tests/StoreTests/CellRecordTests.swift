import Foundation
import TestSupport
import Testing

@testable import Store

@Suite struct CellRecordTests {
    @Test func whatIsWrittenIsReadBack() throws {
        let folder = try TemporaryFolder()
        let cell = sampleCell()
        try cell.write(to: folder.path("cell.h5"))
        #expect(try CellRecord.read(folder.path("cell.h5")) == cell)
        #expect(try CellRecord.readHeader(folder.path("cell.h5")) == cell.header)
        #expect(try folder.contents() == ["cell.h5"])
    }

    @Test func equalCellsAreEqualBytes() throws {
        let folder = try TemporaryFolder()
        let cell = sampleCell()
        try cell.write(to: folder.path("first.h5"))
        // Object times, if any were stored, would differ by now.
        Thread.sleep(forTimeInterval: 1.1)
        try cell.write(to: folder.path("second.h5"))
        #expect(
            FileManager.default.contentsEqual(
                atPath: folder.path("first.h5"), andPath: folder.path("second.h5")))
    }

    @Test func onlyProvenanceTellsTheProvenance() throws {
        let names = sampleCell().header.attributes.names
        let other = sampleCell(command: "another").header.attributes
        let differing = names.filter { other[$0] != sampleCell().header.attributes[$0] }
        #expect(Set(differing).isSubset(of: Provenance.attributeNames))
        #expect(differing.contains("command"))
    }

    @Test func anotherKindOfFileIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("other.h5")
        try HDF5File.write(Group("/", attributes: ["encoding_type": "recipe"]), to: path)
        #expect(
            throws: StoreError.wrongEncoding(
                path: path, found: "recipe", expected: "presage-cell")
        ) { try CellRecord.read(path) }
    }

    @Test func aNewerMajorVersionIsRefusedAndANewerMinorOneIsNot() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("cell.h5")
        func write(version: String) throws {
            var attributes = sampleCell().header.attributes
            attributes["encoding_version"] = .text(version)
            try HDF5File.write(Group("/", attributes: attributes), to: path)
        }
        try write(version: "1.9")
        #expect(try CellRecord.readHeader(path).experiment == "x")
        try write(version: "2.0")
        #expect(throws: StoreError.newerEncoding(path: path, found: "2.0", supported: "1.1")) {
            try CellRecord.readHeader(path)
        }
    }

    @Test func aMissingAttributeIsNamed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("cell.h5")
        var attributes = sampleCell().header.attributes
        attributes["config_json"] = nil
        try HDF5File.write(Group("/", attributes: attributes), to: path)
        #expect(throws: StoreError.missingAttribute(path: path, name: "config_json")) {
            try CellRecord.readHeader(path)
        }
    }
}
