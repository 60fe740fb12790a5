import Channels
import Testing

@Suite struct TagTests {
    @Test func tagsDifferInEveryPart() {
        let tags: Set = [
            Tag(content: 0, update: 1), Tag(content: 1, update: 1), Tag(content: 0, update: 2),
            Tag(content: 0, update: 1, part: 1),
        ]
        #expect(tags.count == 4)
    }
}
