import Testing

/// One algorithm is one file, short enough to be read in one go.
@Suite struct FileLengthTests {
    private let files: [SourceTree.File]

    init() throws {
        files = try ["Sources", "experiments"].flatMap { try SourceTree.swiftFiles(under: $0) }
    }

    @Test func theMedianFileHasAtMost130Lines() {
        let lengths = files.map(\.lines.count).sorted()
        #expect(lengths.count > 100)
        #expect(lengths[lengths.count / 2] <= 130)
    }

    @Test func noFileHasMoreThan300Lines() {
        for file in files {
            #expect(file.lines.count <= 300, "\(file.path) has \(file.lines.count) lines")
        }
    }
}
