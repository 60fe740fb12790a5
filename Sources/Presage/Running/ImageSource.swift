import Foundation
import Sweeps
import Synchronization
import Tasks

/// Where images come from: a folder with the four IDX files of MNIST or of a set published in its
/// form, each as it is or compressed by gzip, or one with the six binary batches of CIFAR-10.
enum ImageSource {
    /// The largest file that is read, and the most that one may decompress to: 512 MiB.
    static let sizeLimit = 512 << 20

    /// Images, labels.
    static let mnistTraining = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
    static let mnistTest = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
    static let cifarTraining = (1...5).map { "data_batch_\($0).bin" }
    static let cifarTest = "test_batch.bin"

    /// MNIST-1D, which is generated and not read.
    static let generated = "mnist1d"

    /// What a folder holds.
    struct Contents: Sendable {
        let training: ImageSet
        let test: ImageSet
        /// Of all numbers.
        let fingerprint: String
    }

    private static let mnist1D = MNIST1D.generate(seed: 0)

    private static let contents = Mutex<[String: Contents]>([:])

    /// The images of a configuration. MNIST-1D is the same whatever the seed: what differs between
    /// seeds is the training.
    /// - Throws: `ImageDataError`.
    static func sets(
        _ configuration: Configuration
    ) throws -> (training: ImageSet, test: ImageSet) {
        guard configuration[.data] != generated else { return mnist1D }
        let contents = try read(configuration[.data])
        return (contents.training, contents.test)
    }

    /// Reads the images of a folder, once per process.
    /// - Throws: `ImageDataError` naming the path and what would be right.
    static func read(_ path: String) throws -> Contents {
        if let known = contents.withLock({ $0[path] }) { return known }
        let (training, test) = try ImageFolder(path).sets()
        guard training.shape == test.shape else {
            throw ImageDataError.shapesDiffer(
                folder: path, training: training.shape, test: test.shape)
        }
        let read = Contents(
            training: training, test: test,
            fingerprint: fingerprint([training, test].flatMap(Self.bytes)))
        contents.withLock { $0[path] = read }
        return read
    }

    /// The pixels as the files have them, and the labels.
    private static func bytes(of set: ImageSet) -> [UInt8] {
        set.images.map { UInt8($0 * 255 + 0.5) } + set.labels.map { UInt8($0) }
    }
}

/// A folder of image files.
private struct ImageFolder {
    private let path: String
    private let names: Set<String>

    init(_ path: String) throws(ImageDataError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .missing(path)
        }
        guard isFolder.boolValue else { throw .notAFolder(path) }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw .unreadable(path)
        }
        self.path = path
        self.names = Set(names)
    }

    func sets() throws(ImageDataError) -> (training: ImageSet, test: ImageSet) {
        let mnist = [ImageSource.mnistTraining, ImageSource.mnistTest].flatMap { [$0.0, $0.1] }
        if !names.isDisjoint(with: mnist + mnist.map { $0 + ".gz" }) {
            return (try mnistSet(ImageSource.mnistTraining), try mnistSet(ImageSource.mnistTest))
        }
        if !names.isDisjoint(with: ImageSource.cifarTraining + [ImageSource.cifarTest]) {
            return (try cifarSet(ImageSource.cifarTraining), try cifarSet([ImageSource.cifarTest]))
        }
        throw .noImages(folder: path)
    }

    private func mnistSet(_ files: (String, String)) throws(ImageDataError) -> ImageSet {
        let images = try parsed(plainOrCompressed(files.0), IDX.images)
        let name = try plainOrCompressed(files.1)
        let labels = try parsed(name, IDX.labels)
        do { return try IDX.set(images, labels: labels) } catch {
            throw .unusable(file(name), error)
        }
    }

    private func cifarSet(_ files: [String]) throws(ImageDataError) -> ImageSet {
        CIFAR10.set(
            try files.map { (name) throws(ImageDataError) in
                guard names.contains(name) else { throw .incomplete(folder: path, missing: name) }
                return try parsed(name, CIFAR10.records)
            })
    }

    private func plainOrCompressed(_ name: String) throws(ImageDataError) -> String {
        guard let found = [name, name + ".gz"].first(where: names.contains) else {
            throw .incomplete(folder: path, missing: "\(name) or \(name).gz")
        }
        return found
    }

    private func parsed<Result>(
        _ name: String, _ parse: ([UInt8]) throws(ImageError) -> Result
    ) throws(ImageDataError) -> Result {
        let bytes = try bytes(of: name)
        do { return try parse(bytes) } catch { throw .unusable(file(name), error) }
    }

    private func bytes(of name: String) throws(ImageDataError) -> [UInt8] {
        let limit = ImageSource.sizeLimit
        guard let handle = FileHandle(forReadingAtPath: file(name)),
            let data = try? handle.read(upToCount: limit + 1) ?? Data()
        else {
            throw .unreadable(file(name))
        }
        guard data.count <= limit else { throw .tooLarge(file(name), limit: limit) }
        guard name.hasSuffix(".gz") else { return Array(data) }
        do { return try Gunzip.bytes(Array(data), limit: limit) } catch {
            throw .compression(file(name), error)
        }
    }

    private func file(_ name: String) -> String {
        (path as NSString).appendingPathComponent(name)
    }
}
