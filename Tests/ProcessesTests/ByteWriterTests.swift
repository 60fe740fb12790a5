import Testing

@testable import Processes

@Suite struct ByteWriterTests {
    private let words = ["", "long name", "Ω ≤ 1\n", "\u{0}"]
    private let numbers = [0, -0.0, .infinity, -.nan, .leastNonzeroMagnitude, 1 / 3]

    private var written: ByteWriter {
        var writer = ByteWriter()
        writer.put(7)
        writer.put(words)
        writer.put(numbers)
        writer.put("end")
        writer.put([Float.pi])
        return writer
    }

    /// Reads all that was written.
    private func read(_ bytes: [UInt8]) throws -> (Int, [String], [Double], String, [Float], Bool) {
        var reader = ByteReader(bytes)
        return (
            try reader.takeCount(), try reader.takeWords(), try reader.takeNumbers(),
            try reader.takeWord(), try reader.takeNumbers(), reader.isAtEnd
        )
    }

    @Test func whatIsWrittenIsRead() throws {
        let (count, words, numbers, word, floats, isAtEnd) = try read(written.bytes)
        #expect(count == 7 && words == self.words && word == "end" && floats == [.pi] && isAtEnd)
        #expect(numbers.map(\.bitPattern) == self.numbers.map(\.bitPattern))
    }

    @Test func bytesThatEndTooEarlyAreRefused() {
        let bytes = written.bytes
        for count in bytes.indices {
            #expect(throws: MalformedBytes.self) { try read(Array(bytes.prefix(count))) }
        }
    }

    @Test(arguments: [-1, .min, .max, 1 << 40])
    func countsOfWhatIsNotThereAreRefused(count: Int) {
        var writer = ByteWriter()
        writer.put(count)
        writer.put(0)
        var readers = (0..<4).map { _ in ByteReader(writer.bytes) }
        #expect(throws: MalformedBytes.self) { try readers[0].takeWord() }
        #expect(throws: MalformedBytes.self) { try readers[1].takeWords() }
        #expect(throws: MalformedBytes.self) { let _: [Double] = try readers[2].takeNumbers() }
        #expect(throws: MalformedBytes.self) { let _: [UInt8] = try readers[3].takeNumbers() }
    }

    @Test func wordsInNoEncodingAreRefused() {
        var writer = ByteWriter()
        writer.put([UInt8](arrayLiteral: 0xff, 0xfe))
        var reader = ByteReader(writer.bytes)
        #expect(throws: MalformedBytes.self) { try reader.takeWord() }
    }
}
