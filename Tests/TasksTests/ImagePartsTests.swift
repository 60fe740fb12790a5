import Tasks
import Tensor
import Testing

/// The division of the images of files into those to train, to validate and to test on.
@Suite struct ImagePartsTests {
    /// Images of one number, which is the image's place in its file; those of the second from 100 on.
    private static func set(_ count: Int, from first: Int = 0) -> ImageSet {
        ImageSet(
            images: (0..<count).map { Float(first + $0) },
            labels: (0..<count).map { Int32($0 % 3) }, classes: 3,
            shape: ImageShape(channels: 1, height: 1, width: 1))
    }

    private func parts(_ training: Int, _ validation: Int, _ test: Int, seed: Int = 5) -> [[Int]] {
        let parts = ImageParts(
            training: Self.set(40), test: Self.set(20, from: 100),
            counts: ImageCounts(training: training, validation: validation, test: test),
            seed: seed)
        return [parts.training, parts.validation, parts.test].map { part in
            part.batches(size: 7).flatMap { batch in
                #expect(batch.labels == batch.images.map { Int32(Int($0) % 100 % 3) })
                return batch.images.map { Int($0) }
            }
        }
    }

    @Test func everyImageIsInOnePart() {
        let all = parts(30, 10, 20)
        #expect(all.map(\.count) == [30, 10, 20])
        #expect((all[0] + all[1]).sorted() == Array(0..<40))
        #expect(all[2] == Array(100..<120), "a whole part is in the order of its file")
        #expect(all[1] != all[1].sorted(), "files may be sorted by class")
    }

    @Test func fewerImagesAreSomeOfTheSame() {
        let (all, some) = (parts(30, 10, 20), parts(12, 10, 6))
        #expect(some[0] == Array(all[0].prefix(12)) && some[1] == all[1])
        #expect(some[2].count == 6 && Set(some[2]).count == 6)
        #expect(some[2].allSatisfy { all[2].contains($0) })
    }

    @Test func theSeedDecides() {
        #expect(parts(12, 10, 6) == parts(12, 10, 6))
        let divisions = (0..<20).map { parts(12, 10, 6, seed: $0) }
        for part in 0..<3 { #expect(Set(divisions.map { $0[part] }).count == 20) }
        // Every image comes to be validated on: in 200 draws of a tenth none is missing 20 times.
        let many = (0..<200).map { parts(30, 10, 20, seed: $0)[1] }
        #expect(Set(many.joined()).count == 40)
    }

    /// A seed recorded with results stands for its division, which must never change.
    @Test func theDivisionOfASeedNeverChanges() {
        // Computed by Tests/Fixtures/philox.py too.
        #expect(parts(3, 4, 2) == [[39, 34, 22], [14, 1, 30, 35], [104, 108]])
    }

    @Test func moreImagesThanThereAreAreRefused() async {
        await #expect(processExitsWith: .failure) {
            _ = ImageParts(
                training: ImagePartsTests.set(40), test: ImagePartsTests.set(20),
                counts: ImageCounts(training: 31, validation: 10, test: 20), seed: 0)
        }
    }
}
