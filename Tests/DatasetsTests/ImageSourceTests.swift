import Tensor
import Foundation
import Tasks
import TestSupport
import Testing

@testable import Datasets

@Suite struct ImageSourceTests {
    private static let images = IDXFolder.training.images
    private static let labels = IDXFolder.training.labels

    /// The four files of a set of three images to train on and one to test on.
    private static let mnist = [
        images: idxFile(magic: 0x803, sizes: [3, 2, 1], [0, 255, 51, 0, 0, 0]),
        labels: idxFile(magic: 0x801, sizes: [3], [9, 0, 1]),
        IDXFolder.test.images: idxFile(magic: 0x803, sizes: [1, 2, 1], [51, 102]),
        IDXFolder.test.labels: idxFile(magic: 0x801, sizes: [1], [7]),
    ]

    /// The six files of CIFAR-10, of one image each.
    private static let cifar = Dictionary(
        uniqueKeysWithValues: CIFAR10Folder.names.enumerated()
            .map { ($1, [UInt8($0)] + [UInt8](repeating: 51, count: 3072)) })

    /// Expects the error of a folder that holds `files` to read so, after the folder's name.
    private func expect(
        _ words: String..., of files: [String: [UInt8]],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try withFolder(files) { path in
            let error = #expect(throws: DataError.self, sourceLocation: sourceLocation) {
                try ImageSource.read(path)
            }
            let text = error?.description ?? ""
            #expect(text.hasPrefix("data is '\(path)"), sourceLocation: sourceLocation)
            #expect(!text.contains("\n"), sourceLocation: sourceLocation)
            for word in words {
                #expect(text.contains(word), "\(text)", sourceLocation: sourceLocation)
            }
        }
    }

    @Test func mnistIsReadPlainOrCompressed() throws {
        let compressed = try Dictionary(
            uniqueKeysWithValues: Self.mnist.map { ($0.key + ".gz", try gzip($0.value)) })
        for files in [Self.mnist, compressed] {
            try withFolder(files) { path in
                let contents = try ImageSource.read(path)
                let (training, test) = (contents.training, contents.test)
                #expect(training.images == [0, 1, 0.2, 0, 0, 0] && training.labels == [9, 0, 1])
                #expect(test.images == [0.2, 0.4] && test.labels == [7])
                #expect(training.shape == ImageShape(channels: 1, height: 2, width: 1))
                // Recorded results have it in their configurations.
                #expect(contents.fingerprint == "a9f0159d2fc20b2d")
            }
        }
    }

    /// The same bytes as images of another shape, or divided elsewhere, are other data.
    @Test func theFingerprintKnowsShapeAndDivision() throws {
        var turned = Self.mnist
        turned[Self.images] = idxFile(magic: 0x803, sizes: [3, 1, 2], [0, 255, 51, 0, 0, 0])
        turned[IDXFolder.test.images] = idxFile(magic: 0x803, sizes: [1, 1, 2], [51, 102])
        let fingerprints = try [Self.mnist, turned].map { files in
            var fingerprint = ""
            try withFolder(files) { fingerprint = try ImageSource.read($0).fingerprint }
            return fingerprint
        }
        #expect(Set(fingerprints).count == 2)
        let pixels = ImageSet(
            images: [0, 1], labels: [1, 1], classes: 10,
            shape: .init(channels: 1, height: 1, width: 1))
        let more = ImageSet(
            images: [0, 1, 0, 1], labels: [1, 1, 1, 1], classes: 10, shape: pixels.shape)
        #expect(
            ImageContents(training: pixels, test: more).fingerprint
                != ImageContents(training: more, test: pixels).fingerprint)
    }

    @Test func cifarIsReadFileByFile() throws {
        try withFolder(Self.cifar) { path in
            let contents = try ImageSource.read(path)
            let (training, test) = (contents.training, contents.test)
            #expect(training.labels == [0, 1, 2, 3, 4] && test.labels == [5])
            #expect(training.shape == CIFAR10.shape && test.count == 1)
        }
    }

    /// What is trained, validated and tested on is all that the files have, each once, and by the seed.
    @Test func filesAreDividedByTheSeed() throws {
        try withFolder(Self.cifar) { path in
            let stock = try ImageSource.stock(path)
            #expect(stock.files?.training == 5 && stock.files?.test == 1)
            #expect(stock.shape == CIFAR10.shape && stock.classes == 10)
            let counts = ImageCounts(training: 3, validation: 2, test: 1)
            let parts = try ImageSource.parts(path, counts, seed: 4)
            #expect(parts.training.count == 3 && parts.validation.count == 2)
            #expect(parts.test.batches(size: 1).map(\.labels) == [[5]])
        }
    }

    /// Cells of before, whose images were divided otherwise, have another name.
    @Test func fingerprintsSayHowImagesAreDivided() throws {
        #expect(try ImageSource.fingerprint("mnist1d") == "parts_by_seed")
        #expect(try ImageSource.stock("mnist1d").files == nil)
        try withFolder(Self.mnist) { path in
            let fingerprint = try ImageSource.fingerprint(path)
            #expect(fingerprint == "parts_by_seed.a9f0159d2fc20b2d")
        }
    }

    @Test func aFolderIsReadOnce() throws {
        try withFolder(Self.mnist) { path in
            _ = try ImageSource.read(path)
            try FileManager.default.removeItem(atPath: path)
            #expect(try ImageSource.read(path).training.count == 3)
        }
    }

    @Test func whatIsNoFolderOfImagesIsNamed() throws {
        #expect {
            try ImageSource.read("/no/such/images")
        } throws: {
            "\($0)".hasPrefix("data is '/no/such/images': no such folder: it must be mnist1d, or a")
        }
        #expect {
            try ImageSource.read("mnist-sample")
        } throws: {
            "\($0)" == "data is 'mnist-sample': no such folder: make mnist-sample writes it, where "
                + "the program is run"
        }
        #expect(throws: DataError.notAFolder(#filePath, .file)) { try ImageSource.read(#filePath) }
        try expect("': the folder has no images: it must be", of: [:])
        try expect("': the folder has no images: it must be", of: ["train.bin": [1]])
    }

    @Test(arguments: mnist.keys.sorted() + cifar.keys.sorted())
    func aMissingFileIsNamed(name: String) throws {
        let whole = Self.mnist[name] == nil ? Self.cifar : Self.mnist
        try expect(
            "': the folder has no \(name)", "data_batch_1.bin to",
            of: whole.filter { $0.key != name })
    }

    @Test func aFileThatIsNotWhatItsNameSaysIsNamed() throws {
        var files = Self.mnist
        files[Self.images]?.removeLast()
        try expect("/\(Self.images)': the header says 3 × 2 × 1 bytes, but only 5", of: files)
        files = Self.mnist
        files[Self.labels] = idxFile(magic: 0x801, sizes: [2], [9, 0])
        try expect("/\(Self.labels)': there are 3 images but 2 labels", of: files)
        files = Self.mnist
        files[IDXFolder.test.images] = idxFile(magic: 0x803, sizes: [1, 1, 2], [51, 102])
        try expect("to train on are 1 × 2 × 1, images to test on 1 × 1 × 2: they must", of: files)
        files = Self.cifar
        files["data_batch_2.bin"]?[0] = 10
        try expect("/data_batch_2.bin': image 0 has the label 10", of: files)
        files["data_batch_2.bin"] = []
        try expect("/data_batch_2.bin': there are 0 bytes", of: files)
    }

    @Test func aDamagedGzipFileIsNamed() throws {
        let whole = try gzip(Self.mnist[Self.labels] ?? [])
        func files(_ bytes: [UInt8]) -> [String: [UInt8]] {
            Self.mnist.filter { $0.key != Self.labels }
                .merging([Self.labels + ".gz": bytes]) { $1 }
        }
        try expect("/\(Self.labels).gz': the gzip file ends too early", of: files([]))
        try expect("/\(Self.labels).gz': the gzip file ends", of: files(whole.dropLast()))
        try expect("/\(Self.labels).gz': the gzip file is damaged", of: files([1, 2, 3]))
        var changed = whole
        changed[changed.count - 5] ^= 1
        try expect("/\(Self.labels).gz': the gzip file is damaged", of: files(changed))
    }

    @Test func aFolderInPlaceOfAFileIsNamed() throws {
        try withFolder(Self.mnist) { path in
            let file = path + "/" + Self.images
            try FileManager.default.removeItem(atPath: file)
            try FileManager.default.createDirectory(
                atPath: file, withIntermediateDirectories: false)
            #expect(throws: DataError.notAFile(file, .folder)) { try ImageSource.read(path) }
        }
    }
}
