import Foundation
import Tasks
import TestSupport
import Testing

@testable import Datasets

/// Damaged images: IDX plain and compressed, CIFAR-10.
@Suite struct ImageChaosTests {
    /// Bytes of pixels and labels, training and test.
    struct Content: Equatable {
        var sets: [[UInt8]] = []
        var sizes: [[Int]] = []

        init() {}

        init(_ sets: (training: ImageSet, test: ImageSet)) {
            for set in [sets.training, sets.test] {
                self.sets += [
                    set.images.map { UInt8(($0 * 255).rounded()) }, set.labels.map { UInt8($0) },
                ]
                sizes.append([set.count, set.shape.channels, set.shape.height, set.shape.width])
            }
        }
    }

    private static let mnist = [
        "train-images-idx3-ubyte": idxFile(
            magic: 0x803, sizes: [4, 3, 2], (0..<24).map { UInt8($0 * 10) }),
        "train-labels-idx1-ubyte": idxFile(magic: 0x801, sizes: [4], [9, 0, 3, 1]),
        "t10k-images-idx3-ubyte": idxFile(
            magic: 0x803, sizes: [4, 3, 2], (0..<24).map { UInt8(255 - $0) }),
        "t10k-labels-idx1-ubyte": idxFile(magic: 0x801, sizes: [4], [7, 8, 0, 0]),
    ]

    /// A file's sizes and data by the description of IDX.
    private func idx(_ bytes: [UInt8]?, magic: Int, count: Int) -> (sizes: [Int], data: [UInt8])? {
        guard let bytes, bytes.count >= 4 * (count + 1) else { return nil }
        let numbers = (0...count).map { index in
            bytes[(4 * index)..<(4 * index + 4)].reduce(0) { 256 * $0 + Int($1) }
        }
        let data = Array(bytes.dropFirst(4 * (count + 1)))
        // As real numbers products do not overflow.
        guard numbers[0] == magic, numbers.dropFirst().map(Double.init).reduce(1, *) > 0,
            numbers.dropFirst().map(Double.init).reduce(1, *) == Double(data.count)
        else { return nil }
        return (Array(numbers.dropFirst()), data)
    }

    private func content(_ files: [String: [UInt8]], ending: String = "") -> Content? {
        var content = Content()
        for part in ["train", "t10k"] {
            guard
                let images = idx(
                    files["\(part)-images-idx3-ubyte" + ending], magic: 0x803, count: 3),
                let labels = idx(
                    files["\(part)-labels-idx1-ubyte" + ending], magic: 0x801, count: 1),
                images.sizes[0] == labels.sizes[0], labels.data.allSatisfy({ $0 < 10 })
            else { return nil }
            content.sets += [images.data, labels.data]
            content.sizes.append([images.sizes[0], 1, images.sizes[1], images.sizes[2]])
        }
        return content
    }

    @Test func damagedIDXFilesAreRefusedOrReadAsTheyAre() throws {
        try Damage.survive(Self.mnist, seed: 81) {
            Content(try IDXFolder.sets(in: ImageFolder($0)))
        } reading: {
            content($0)
        }
    }

    /// A damaged file that decompresses has what was compressed, once or more often.
    @Test func damagedGzipFilesAreRefusedOrReadAsTheyAre() throws {
        let compressed = try Dictionary(
            uniqueKeysWithValues: Self.mnist.map { ($0.key + ".gz", try gzip($0.value)) })
        try Damage.survive(compressed, seed: 82) {
            Content(try IDXFolder.sets(in: ImageFolder($0)))
        } reading: { files in
            let plain = files.mapValues { bytes in
                let plain = (try? Gunzip.bytes(bytes, limit: 1 << 20)) ?? []
                let isOriginal = Self.mnist.values.contains { original in
                    plain.isEmpty || plain == original || plain == original + original
                        || plain == Array(repeatElement(original, count: 4).joined())
                        || plain == Array(repeatElement(original, count: 8).joined())
                }
                #expect(isOriginal)
                return plain
            }
            return content(plain, ending: ".gz")
        }
    }

    /// A file of zeros that grows a thousandfold, whole or damaged, ends at the limit.
    @Test func deflateBombsEndAtTheLimit() throws {
        let bomb = try gzip([UInt8](repeating: 0, count: 8 << 20))
        var damage = Damage(seed: 83)
        var stopped = 0
        for _ in 0..<Chaos.trials(short: 100, long: 2000) {
            let bytes = damage.applied(to: ["bomb": bomb])["bomb"] ?? []
            do {
                let plain = try Gunzip.bytes(bytes, limit: 1 << 16)
                Issue.record("\(plain.count) bytes came out")
            } catch {
                if case .tooLarge(limit: 1 << 16) = error { stopped += 1 }
            }
        }
        #expect(stopped > 0)
    }

    @Test func damagedCIFARFilesAreRefusedOrReadAsTheyAre() throws {
        let files = Dictionary(
            uniqueKeysWithValues: CIFAR10Folder.names.enumerated().map { index, name in
                (name, [UInt8(index)] + (0..<3072).map { UInt8(($0 + index) % 251) })
            })
        try Damage.survive(files, seed: 84) {
            Content(try CIFAR10Folder.sets(in: ImageFolder($0)))
        } reading: { files in
            var content = Content()
            for names in [CIFAR10Folder.training, [CIFAR10Folder.test]] {
                var (pixels, labels): ([UInt8], [UInt8]) = ([], [])
                for name in names {
                    let bytes = files[name] ?? []
                    guard !bytes.isEmpty, bytes.count.isMultiple(of: 3073) else { return nil }
                    for start in stride(from: 0, to: bytes.count, by: 3073) {
                        guard bytes[start] < 10 else { return nil }
                        labels.append(bytes[start])
                        pixels += bytes[(start + 1)..<(start + 3073)]
                    }
                }
                content.sets += [pixels, labels]
                content.sizes.append([labels.count, 3, 32, 32])
            }
            return content
        }
    }
}

/// Damaged texts, whole and as the Penn Treebank's three files.
@Suite struct TextChaosTests {
    /// The parts of a text, its characters put together again from their indices.
    private func parts(_ contents: TextContents, _ path: String) throws -> [[Unicode.Scalar]] {
        do throws(TextError) {
            let corpus = try contents.corpus()
            return [corpus.training, corpus.validation, corpus.test].map { part in
                part.map { corpus.vocabulary[Int($0)] }
            }
        } catch { throw DataError.unusableText(path, error) }
    }

    /// The characters of bytes: nil where they are not UTF-8, or none.
    private func characters(_ bytes: [UInt8]?) -> [Unicode.Scalar]? {
        guard let bytes, let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{feff}" { scalars.removeFirst() }
        guard !scalars.isEmpty else { return nil }
        for index in scalars.indices.reversed() where scalars[index] == "\r" {
            if index + 1 < scalars.count && scalars[index + 1] == "\n" {
                scalars.remove(at: index)
            } else {
                scalars[index] = "\n"
            }
        }
        return scalars
    }

    @Test func damagedTextsAreRefusedOrReadAsTheyAre() throws {
        let text = "\u{feff}Línes of text,\r\nwith 漢字 and 😀\rof all\nkinds.\r\n"
        try Damage.survive(["text": Array(text.utf8)], seed: 85) { folder in
            let path = folder + "/text"
            return try parts(TextContents(.whole(TextFile(path).text)), path)
        } reading: { files in
            guard let scalars = characters(files["text"]) else { return nil }
            let (first, second) = (scalars.count * 90 / 100, scalars.count * 95 / 100)
            let parts = [scalars[..<first], scalars[first..<second], scalars[second...]].map(
                Array.init)
            return parts.allSatisfy { $0.count > 1 } ? parts : nil
        }
    }

    @Test func damagedTreebanksAreRefusedOrReadAsTheyAre() throws {
        let lines = ["a b _ c < u n k >\n", "d é _ N\n\n", " $ 1 . 5 _ 漢\n"].map { Array($0.utf8) }
        let names = [PennTreebank.training, PennTreebank.validation, PennTreebank.test]
        try Damage.survive(
            Dictionary(uniqueKeysWithValues: zip(names, lines)), seed: 86
        ) { folder in
            try parts(PennTreebank.read(folder), folder)
        } reading: { files in
            var parts: [[Unicode.Scalar]] = []
            for name in names {
                guard var scalars = characters(files[name]) else { return nil }
                if scalars.last != "\n" { scalars.append("\n") }
                var part: [Unicode.Scalar] = []
                for (index, scalar) in scalars.enumerated() where scalar != " " {
                    let before = index > 0 ? scalars[index - 1] : " "
                    let isApart = scalar == "\n" || before == "\n" || before == " "
                    guard isApart else { return nil }
                    part.append(scalar == "_" ? " " : scalar)
                }
                guard part.count > 1 else { return nil }
                parts.append(part)
            }
            return parts
        }
    }
}
