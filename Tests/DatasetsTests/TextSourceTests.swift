import Foundation
import Tasks
import TestSupport
import Testing

@testable import Datasets

@Suite struct TextSourceTests {
    private static let trio = [
        PennTreebank.training: Array("a b _ c\n".utf8),
        PennTreebank.validation: Array("a _ b\n".utf8),
        PennTreebank.test: Array("c a\n".utf8),
    ]

    /// The fingerprint must never change: recorded results have it in their configurations.
    @Test func aFileIsReadWhole() throws {
        let text = String(repeating: "abcdefgh ", count: 40)
        try withFolder(["text.txt": Array(text.utf8)]) { folder in
            let contents = try TextSource.read(folder + "/text.txt")
            #expect(contents.fingerprint == "fe4766681d97c952")
            let corpus = try contents.corpus()
            #expect(corpus.training.count == 324 && corpus.test.count == 18)
        }
    }

    @Test func aTrioIsReadInItsParts() throws {
        try withFolder(Self.trio) { folder in
            let contents = try TextSource.read(folder)
            #expect(contents.fingerprint == "01130495ccb362d4")
            let corpus = try contents.corpus()
            #expect(corpus.vocabulary == ["\n", " ", "a", "b", "c"])
            #expect(corpus.training == [2, 3, 1, 4, 0])
            #expect(corpus.validation == [2, 1, 3, 0] && corpus.test == [4, 2, 0])
        }
    }

    @Test func aTextIsReadAndLaidOutOnce() throws {
        try withFolder(Self.trio) { folder in
            let task = try TextSource.task(folder, batch: 1, evaluationCharacters: 2)
            #expect(task.characters == 5 && task.epoch.steps == 4)
            try FileManager.default.removeItem(atPath: folder)
            #expect(
                try TextSource.task(folder, batch: 1, evaluationCharacters: 3).validation.steps
                    == 2)
        }
    }

    /// Planning over batches keeps one text: lanes are made when a run asks for them.
    @Test func tasksOfAllBatchesShareOneText() throws {
        let text = String(repeating: "abcdefgh ", count: 400)
        try withFolder(["text.txt": Array(text.utf8)]) { folder in
            let places = try (1...64).map { batch in
                let task = try TextSource.task(
                    folder + "/text.txt", batch: batch, evaluationCharacters: 100 + batch)
                return task.corpus.training.withUnsafeBufferPointer(\.baseAddress)
            }
            #expect(Set(places).count == 1)
        }
        #expect(MemoryLayout<TextTask>.size <= MemoryLayout<TextCorpus>.size + 16)
    }

    /// The beginning of the training part, with the held-out parts as they are.
    @Test func aTextIsTrainedOnInPart() throws {
        let text = String(repeating: "abcdefgh ", count: 40)
        try withFolder(["text.txt": Array(text.utf8)]) { folder in
            let path = folder + "/text.txt"
            func corpus(_ characters: Int) throws -> TextCorpus {
                try TextSource.task(
                    path, trainingCharacters: characters, batch: 3, evaluationCharacters: 10
                ).corpus
            }
            let (all, part) = (try corpus(0), try corpus(20))
            #expect(part.training == Array(all.training.prefix(20)))
            #expect(part.validation == all.validation && part.test == all.test)
            #expect(try corpus(1000).training == all.training)
            #expect(
                throws: DataError.unusableText(
                    path, .tooShortForBatch(part: "training", characters: 3, batch: 3))
            ) { try corpus(3) }
        }
    }

    @Test(arguments: trio.keys.sorted()) func aMissingPartIsNamed(name: String) throws {
        try withFolder(Self.trio.filter { $0.key != name }) { folder in
            #expect(throws: DataError.incomplete(folder: folder, missing: [name], .text)) {
                try TextSource.read(folder)
            }
        }
    }

    @Test func whatIsNoTextIsAFact() throws {
        #expect(throws: DataError.missing("/no/such/text", .text)) {
            try TextSource.read("/no/such/text")
        }
        let files: [String: [UInt8]] = [
            "empty": [], "latin": Array("four".utf8) + [0xff, 0x41], "short": Array("ab".utf8),
        ]
        try withFolder(files) { folder in
            #expect(throws: DataError.empty(folder + "/empty")) {
                try TextSource.read(folder + "/empty")
            }
            #expect(throws: DataError.notUTF8(folder + "/latin", offset: 4)) {
                try TextSource.read(folder + "/latin")
            }
            let short = folder + "/short"
            #expect(
                throws: DataError.unusableText(short, .tooShort(part: "training", characters: 1))
            ) {
                try TextSource.task(short, batch: 1, evaluationCharacters: 10)
            }
        }
    }

    /// Vectors of the hash's authors: FNV-1a of "", "a" and "foobar".
    @Test(arguments: [
        ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
    ])
    func theHashMatchesPublishedVectors(text: String, fingerprint: String) {
        var hash = ContentHash()
        for byte in text.utf8 { hash.append([byte]) }
        #expect(hash.fingerprint == fingerprint)
    }
}
