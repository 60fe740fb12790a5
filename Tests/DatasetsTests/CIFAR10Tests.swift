import Datasets
import Tensor
import TestSupport
import Testing

@Suite struct CIFAR10Tests {
    /// A record whose red, green and blue pixels are 51, 102 and 255 but for the first of all.
    private static func record(_ label: UInt8, first: UInt8) -> [UInt8] {
        [label, first]
            + [(51, 1023), (102, 1024), (255, 1024)].flatMap { (value: UInt8, count: Int) in
                [UInt8](repeating: value, count: count)
            }
    }

    private static let file = record(3, first: 0) + record(9, first: 255)

    @Test func filesMakeASetChannelsFirst() throws {
        let other = Self.record(0, first: 51)
        let set = CIFAR10.set([try CIFAR10.records(Self.file), try CIFAR10.records(other)])
        #expect(set.shape == ImageShape(channels: 3, height: 32, width: 32))
        #expect(set.classes == 10 && set.count == 3)
        #expect(set.labels == [3, 9, 0])
        for (index, first) in [Float(0), 1, 0.2].enumerated() {
            let image = Array(set.images[index * 3072..<(index + 1) * 3072])
            #expect(image[0] == first)
            #expect(image[1..<1024].allSatisfy { $0 == 0.2 })
            #expect(image[1024..<2048].allSatisfy { $0 == 0.4 })
            #expect(image[2048..<3072].allSatisfy { $0 == 1 })
        }
    }

    @Test(arguments: [0, 1, 3072, 3074, 6145])
    func aPartOfARecordIsAnError(bytes: Int) {
        let error = ImageError.partialRecord(bytes: bytes, record: 3073)
        #expect(throws: error) { try CIFAR10.records(Array(Self.file.prefix(bytes))) }
        #expect(
            "\(error)"
                == "there are \(bytes) bytes: they must be records of 3073 bytes, at least one")
    }

    @Test func aLabelAboveNineIsAnError() {
        #expect(throws: ImageError.unknownLabel(10, index: 1, classes: 10)) {
            try CIFAR10.records(Self.record(9, first: 0) + Self.record(10, first: 0))
        }
    }

    @Test func damageIsAnErrorOrAnotherSet() {
        var numbers = TestNumbers(seed: 2)
        for _ in 0..<200 {
            do {
                let records = try CIFAR10.records(damaged(Self.file, &numbers))
                #expect((1...2).contains(records.count))
            } catch {
                #expect(!error.description.contains("\n"))
            }
        }
    }
}
