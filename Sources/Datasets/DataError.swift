import Tasks
import Tensor

/// What is wrong with data on disk: the path and the facts found there.
package enum DataError: Error, Hashable, Sendable {
    /// The kind of data that a path was to lead to.
    package enum Kind: Hashable, Sendable {
        case text, images
    }

    /// The command that prints the King James Bible does not.
    case noBible(BibleFault)
    /// Nothing is there.
    case missing(String, Kind)
    /// A file, or something stranger, where a folder of images should be.
    case notAFolder(String, FileKind)
    /// A pipe, socket, device or folder where a file should be.
    case notAFile(String, FileKind)
    /// A file or folder that the system does not let be read, with its words for why.
    case unreadable(String, reason: String)
    /// A file that has not as many bytes as its size says: it is being written, or it is none on a
    /// disk.
    case changed(String, size: Int)
    /// A text file of no bytes.
    case empty(String)
    /// A text file whose bytes are UTF-8 up to `offset` only.
    case notUTF8(String, offset: Int)
    /// A file in which spaces should separate characters, and a word of several of them.
    case notSeparated(String, line: Int, String)
    /// A folder with no file of a known name.
    case noImages(folder: String)
    /// A folder with some of the files that belong together; of `missing`, any one would do.
    case incomplete(folder: String, missing: [String], Kind)
    /// A file of more than `limit` bytes.
    case tooLarge(String, limit: Int)
    /// A gzip file that does not decompress.
    case compression(String, Gunzip.Failure)
    /// A text that can be read but not learned from.
    case unusableText(String, TextError)
    /// A file that can be read but does not hold what its name says.
    case unusableImages(String, ImageError)
    /// Images to train on and images to test on of two sizes.
    case shapesDiffer(folder: String, training: ImageShape, test: ImageShape)
}
