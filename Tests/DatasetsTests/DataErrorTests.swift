import Datasets
import Tasks
import Tensor
import Testing

/// Every fault of the data as the line a user reads.
@Suite struct DataErrorTests {
    private static let trio = "ptb.char.train.txt, ptb.char.valid.txt and ptb.char.test.txt"
    private static let images =
        "a folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte "
        + "and t10k-labels-idx1-ubyte, each plain or .gz, or with data_batch_1.bin to "
        + "data_batch_5.bin and test_batch.bin"

    private static let packages =
        "install the packages bible-kjv and bible-kjv-text, or set data to a UTF-8 file"

    /// An error and its sentence.
    struct Case: CustomTestStringConvertible, Sendable {
        let error: DataError
        let sentence: String

        init(_ error: DataError, _ sentence: String) {
            self.error = error
            self.sentence = sentence
        }

        var testDescription: String { sentence }
    }

    static let cases = [
        Case(
            .noBible(.notStarted("cannot start 'bible': No such file or directory")),
            "data is 'bible-kjv', but the command bible does not print it (cannot start 'bible': "
                + "No such file or directory): \(packages)"),
        Case(
            .noBible(.incomplete(verses: 7, of: 31102)),
            "data is 'bible-kjv', but the command bible does not print it (it prints 7 verses of "
                + "31102): \(packages)"),
        Case(
            .missing("a/b", .text),
            "data is 'a/b': no such file or folder: it must be bible-kjv, a UTF-8 file, or a "
                + "folder with \(trio)"),
        Case(
            .missing("a/b", .images),
            "data is 'a/b': no such folder: it must be mnist1d, or \(images)"),
        Case(
            .notAFolder("a/b", .file),
            "data is 'a/b': that is a file: it must be mnist1d, or \(images)"),
        Case(
            .notAFile("a/b", .pipe), "data is 'a/b': that is a pipe: it must be an ordinary file"),
        Case(
            .unreadable("a\nb\u{1b}", reason: "Permission denied"),
            "data is 'a\\nb\\u{1B}': it cannot be read (Permission denied): it must be readable"),
        Case(
            .changed("a/b", size: 3),
            "data is 'a/b': it does not have the 3 bytes that its size says: it must be a file on "
                + "disk that nothing is writing"),
        Case(
            .notSeparated("a/b", line: 2, "ab"),
            "data is 'a/b': line 2 has 'ab': there must be a space between any two characters, and "
                + "_ for a space"),
        Case(
            .compression("a/b", .tooManyMembers(limit: 7)),
            "data is 'a/b': the gzip file has more than 7 members: it must have no more"),
        Case(.empty("a/b"), "data is 'a/b': the file is empty: it must hold some text"),
        Case(
            .notUTF8("a/b", offset: 7),
            "data is 'a/b': byte 7 is not UTF-8: convert the file to UTF-8"),
        Case(
            .noImages(folder: "a/b"),
            "data is 'a/b': the folder has no images: it must be \(images)"),
        Case(
            .incomplete(folder: "a/b", missing: ["ptb.char.valid.txt"], .text),
            "data is 'a/b': the folder has no ptb.char.valid.txt: it must hold \(trio)"),
        Case(
            .incomplete(folder: "a/b", missing: ["c", "c.gz"], .images),
            "data is 'a/b': the folder has no c or c.gz: it must be \(images)"),
        Case(
            .tooLarge("a/b", limit: 512 << 20),
            "data is 'a/b': it holds more than 512 MiB: it must hold at most that"),
        Case(
            .compression("a/b", .tooLarge(limit: 3 << 20)),
            "data is 'a/b': it holds more than 3 MiB: it must hold at most that"),
        Case(
            .compression("a/b", .truncated),
            "data is 'a/b': the gzip file ends too early: it must be whole"),
        Case(
            .compression("a/b", .damaged),
            "data is 'a/b': the gzip file is damaged: fetch it again, or give it uncompressed"),
        Case(
            .unusableText("a/b", .tooShort(part: "test", characters: 1)),
            "data is 'a/b': the test part has 1 characters: it must have at least 2"),
        Case(
            .unusableImages("a/b", .countsDiffer(images: 2, labels: 1)),
            "data is 'a/b': there are 2 images but 1 labels: there must be one for each"),
        Case(
            .shapesDiffer(
                folder: "a/b", training: ImageShape(channels: 1, height: 2, width: 3),
                test: ImageShape(channels: 3, height: 2, width: 1)),
            "data is 'a/b': images to train on are 1 × 2 × 3, images to test on 3 × 2 × 1: "
                + "they must be of one size"),
    ]

    @Test(arguments: cases) func isOneExactSentence(example: Case) {
        #expect(example.error.description == example.sentence)
    }
}
