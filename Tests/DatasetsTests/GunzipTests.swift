import Datasets
import TestSupport
import Testing

@Suite struct GunzipTests {
    @Test(arguments: [0, 1, 1 << 18, 1_000_003])
    func whatGzipCompressedComesOut(count: Int) throws {
        var numbers = TestNumbers(seed: 3)
        let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: numbers.next()) & 15 }
        #expect(try Gunzip.bytes(gzip(bytes), limit: count) == bytes)
    }

    @Test func membersComeOutOneAfterTheOther() throws {
        let compressed = try gzip([1, 2, 3]) + gzip([4, 5])
        #expect(try Gunzip.bytes(compressed, limit: 5) == [1, 2, 3, 4, 5])
        #expect(throws: Gunzip.Failure.damaged) {
            try Gunzip.bytes(compressed + [0, 0, 0], limit: 5)
        }
    }

    @Test func moreThanTheLimitIsAnError() throws {
        let compressed = try gzip([UInt8](repeating: 0, count: 1000))
        #expect(throws: Gunzip.Failure.tooLarge(limit: 999)) {
            try Gunzip.bytes(compressed, limit: 999)
        }
        let many = (0..<1000).flatMap { _ in compressed }
        #expect(throws: Gunzip.Failure.tooLarge(limit: 2000)) {
            try Gunzip.bytes(many, limit: 2000)
        }
    }

    /// A file of empty members would otherwise be read for minutes.
    @Test func membersAreCounted() throws {
        let empty = try gzip([])
        let many = Array(repeatElement(empty, count: Gunzip.memberLimit).joined())
        #expect(try Gunzip.bytes(many, limit: 5) == [])
        #expect(throws: Gunzip.Failure.tooManyMembers(limit: 1 << 16)) {
            try Gunzip.bytes(many + empty, limit: 5)
        }
    }

    @Test func everyTruncationIsAnError() throws {
        let compressed = try gzip(Array(0..<100))
        for count in compressed.indices {
            #expect(throws: Gunzip.Failure.truncated) {
                try Gunzip.bytes(Array(compressed.prefix(count)), limit: 100)
            }
        }
    }

    @Test func damageIsAnErrorOrLeavesTheContents() throws {
        let bytes = (0..<300).map { UInt8($0 % 7) }
        let compressed = try gzip(bytes)
        var numbers = TestNumbers(seed: 4)
        for _ in 0..<2000 {
            do {
                // Some of the header says nothing of the contents.
                #expect(try Gunzip.bytes(damaged(compressed, &numbers), limit: 300) == bytes)
            } catch {
                #expect(error == .damaged || error == .truncated || error == .tooLarge(limit: 300))
            }
        }
    }
}
