import Datasets
import Tensor
import TestSupport
import Testing

@Suite struct IDXTests {
    private static let images = idxFile(
        magic: 0x803, sizes: [2, 2, 3], [0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6])
    private static let labels = idxFile(magic: 0x801, sizes: [2], [9, 0])

    @Test func imagesAndLabelsMakeASet() throws {
        let set = try IDX.set(IDX.images(Self.images), labels: IDX.labels(Self.labels))
        #expect(set.shape == ImageShape(channels: 1, height: 2, width: 3))
        #expect(set.classes == 10 && set.count == 2)
        #expect(set.labels == [9, 0])
        #expect(Array(set.images[0..<6]) == [0, 0.2, 0.4, 0.6, 0.8, 1])
        #expect(set.images[6..<12].elementsEqual((1...6).map { Float($0) / 255 }))
    }

    /// Bytes that are no images file, and the error's description.
    struct Case: CustomTestStringConvertible, Sendable {
        let bytes: [UInt8]
        let error: ImageError
        let words: String

        var testDescription: String { words }
    }

    private static let huge = UInt32.max

    static let cases = [
        Case(
            bytes: [], error: .truncatedHeader(bytes: 0, header: 16),
            words: "there are 0 bytes: the header alone must have 16"),
        Case(
            bytes: Array(images.prefix(15)), error: .truncatedHeader(bytes: 15, header: 16),
            words: "there are 15 bytes: the header alone must have 16"),
        Case(
            bytes: labels, error: .wrongMagic(0x801, expected: 0x803),
            words: "the first four bytes are 0x00000801: they must be 0x00000803"),
        Case(
            bytes: [0x1f, 0x8b, 0x08, 0x00], error: .wrongMagic(0x1f8b_0800, expected: 0x803),
            words: "the first four bytes are 0x1f8b0800: they must be 0x00000803"),
        Case(
            bytes: images.dropLast(), error: .truncated(sizes: [2, 2, 3], bytes: 11),
            words: "the header says 2 × 2 × 3 bytes, but only 11 follow it: the file must be whole"
        ),
        Case(
            bytes: images + [0], error: .trailing(sizes: [2, 2, 3], bytes: 13),
            words: "the header says 2 × 2 × 3 bytes, but 13 follow it: nothing may come after them"
        ),
        Case(
            bytes: idxFile(magic: 0x803, sizes: [0, 28, 28], []),
            error: .nothing(sizes: [0, 28, 28]),
            words: "the header says 0 × 28 × 28: every size must be at least 1"),
        Case(
            bytes: idxFile(magic: 0x803, sizes: [1, 28, 0], [1]),
            error: .nothing(sizes: [1, 28, 0]),
            words: "the header says 1 × 28 × 0: every size must be at least 1"),
        Case(
            bytes: idxFile(magic: 0x803, sizes: [huge, huge, huge], [1, 2, 3]),
            error: .truncated(sizes: [Int(huge), Int(huge), Int(huge)], bytes: 3),
            words: "the header says 4294967295 × 4294967295 × 4294967295 bytes, but only 3 follow "
                + "it: the file must be whole"),
        Case(
            bytes: idxFile(
                magic: 0x803, sizes: [1, 1, 1 << 20 | 1], [UInt8](repeating: 0, count: 1 << 20 | 1)),
            error: .tooManyPixels(height: 1, width: 1 << 20 | 1, limit: 1 << 20),
            words: "the header says images of 1 × 1048577: they must have 1048576 pixels at most"),
        // A product that is 0 in 64 bits.
        Case(
            bytes: idxFile(magic: 0x803, sizes: [1 << 31, 1 << 31, 4], []),
            error: .truncated(sizes: [1 << 31, 1 << 31, 4], bytes: 0),
            words: "the header says 2147483648 × 2147483648 × 4 bytes, but only 0 follow it: "
                + "the file must be whole"),
    ]

    @Test(arguments: cases) func whatIsWrongWithAnImagesFileIsSaid(example: Case) {
        #expect(throws: example.error) { try IDX.images(example.bytes) }
        #expect("\(example.error)" == example.words)
    }

    @Test func whatIsWrongWithALabelsFileIsSaid() {
        #expect(throws: ImageError.wrongMagic(0x803, expected: 0x801)) {
            try IDX.labels(Self.images)
        }
        #expect(throws: ImageError.truncatedHeader(bytes: 7, header: 8)) {
            try IDX.labels(Array(Self.labels.prefix(7)))
        }
        #expect(throws: ImageError.truncated(sizes: [2], bytes: 1)) {
            try IDX.labels(Self.labels.dropLast())
        }
        let error = ImageError.unknownLabel(10, index: 2, classes: 10)
        #expect(throws: error) {
            try IDX.labels(idxFile(magic: 0x801, sizes: [4], [9, 0, 10, 255]))
        }
        #expect("\(error)" == "image 2 has the label 10: it must be 0 to 9")
    }

    @Test func imagesWithoutALabelAreAnError() throws {
        let images = try IDX.images(Self.images)
        let error = ImageError.countsDiffer(images: 2, labels: 1)
        #expect(throws: error) { try IDX.set(images, labels: [3]) }
        #expect("\(error)" == "there are 2 images but 1 labels: there must be one for each")
    }

    @Test func damageIsAnErrorOrAnotherSet() {
        var numbers = TestNumbers(seed: 1)
        var sets = 0
        for _ in 0..<3000 {
            do {
                let set = try IDX.set(
                    IDX.images(damaged(Self.images, &numbers)), labels: IDX.labels(Self.labels))
                #expect(set.count == 2 && set.images.count == 2 * set.shape.features)
                sets += 1
                _ = try IDX.labels(damaged(Self.labels, &numbers))
            } catch {
                #expect(!error.description.contains("\n"))
            }
        }
        #expect((1..<3000).contains(sets), "some damage is to the pixels alone")
    }
}
