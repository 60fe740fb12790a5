import Tensor
import Tasks

/// What can be wrong with the images a run is to read.
enum ImageDataError: Error, Hashable {
    case missing(String)
    case notAFolder(String)
    case unreadable(String)
    case noImages(folder: String)
    case incomplete(folder: String, missing: String)
    /// `limit` in bytes.
    case tooLarge(String, limit: Int)
    case compression(String, Gunzip.Failure)
    /// A file that can be read but does not hold what its name says.
    case unusable(String, ImageError)
    case shapesDiffer(folder: String, training: ImageShape, test: ImageShape)
}

extension ImageDataError: CustomStringConvertible {
    var description: String {
        switch self {
        case .missing(let path):
            "data is '\(path)': no such folder: it must be mnist1d, or \(Self.wanted)"
        case .notAFolder(let path):
            "data is '\(path)': that is a file: it must be mnist1d, or \(Self.wanted)"
        case .unreadable(let path): "data is '\(path)': it cannot be read"
        case .noImages(let folder):
            "data is '\(folder)': the folder has no images: it must be \(Self.wanted)"
        case .incomplete(let folder, let missing):
            "data is '\(folder)': the folder has no \(missing): it must be \(Self.wanted)"
        case .tooLarge(let path, let limit), .compression(let path, .tooLarge(let limit)):
            "data is '\(path)': it holds more than \(limit >> 20) MiB: it must hold at most that"
        case .compression(let path, .truncated):
            "data is '\(path)': the gzip file ends too early: it must be whole"
        case .compression(let path, .damaged):
            "data is '\(path)': the gzip file is damaged: fetch it again, or give it uncompressed"
        case .unusable(let path, let reason): "data is '\(path)': \(reason)"
        case .shapesDiffer(let folder, let training, let test):
            "data is '\(folder)': images to train on are \(Self.size(training)), images to test on "
                + "\(Self.size(test)): they must be of one size"
        }
    }

    private static let wanted =
        "a folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte "
        + "and t10k-labels-idx1-ubyte, each plain or .gz, or with data_batch_1.bin to "
        + "data_batch_5.bin and test_batch.bin"

    private static func size(_ shape: ImageShape) -> String {
        "\(shape.channels) × \(shape.height) × \(shape.width)"
    }
}
