import Tensor

extension DataError: CustomStringConvertible {
    /// One line: the path, what is wrong there and what would be right.
    package var description: String { oneLine(prose) }

    private var prose: String {
        switch self {
        case .noBible(let fault):
            "data is '\(TextSource.bible)', but the command bible does not print it (\(fault)): "
                + "install the packages bible-kjv and bible-kjv-text, or set data to a UTF-8 file"
        case .missing(let path, .text):
            "data is '\(path)': no such file or folder: it must be \(TextSource.bible), a UTF-8 "
                + "file, or \(Kind.text.folder)"
        case .missing(ImageSource.sample, .images):
            "data is '\(ImageSource.sample)': no such folder: make \(ImageSource.sample) writes it, "
                + "where the program is run"
        case .missing(let path, .images):
            "data is '\(path)': no such folder: "
                + "it must be \(ImageSource.generated), or \(Kind.images.folder)"
        case .notAFolder(let path, let kind):
            "data is '\(path)': that is \(kind.words): "
                + "it must be \(ImageSource.generated), or \(Kind.images.folder)"
        case .notAFile(let path, let kind):
            "data is '\(path)': that is \(kind.words): it must be an ordinary file"
        case .unreadable(let path, let reason):
            "data is '\(path)': it cannot be read (\(reason)): it must be readable"
        case .changed(let path, let size):
            "data is '\(path)': it does not have the \(size) bytes that its size says: it must be "
                + "a file on disk that nothing is writing"
        case .empty(let path): "data is '\(path)': the file is empty: it must hold some text"
        case .notUTF8(let path, let offset):
            "data is '\(path)': byte \(offset) is not UTF-8: convert the file to UTF-8"
        case .notSeparated(let path, let line, let word):
            "data is '\(path)': line \(line) has '\(word)': there must be a space between any two "
                + "characters, and _ for a space"
        case .noImages(let folder):
            "data is '\(folder)': the folder has no images: it must be \(Kind.images.folder)"
        case .incomplete(let folder, let missing, let kind):
            "data is '\(folder)': the folder has no \(missing.joined(separator: " or ")): "
                + "it must \(kind.demand)"
        case .tooLarge(let path, let limit), .compression(let path, .tooLarge(let limit)):
            "data is '\(path)': it holds more than \(limit >> 20) MiB: it must hold at most that"
        case .compression(let path, .truncated):
            "data is '\(path)': the gzip file ends too early: it must be whole"
        case .compression(let path, .tooManyMembers(let limit)):
            "data is '\(path)': the gzip file has more than \(limit) members: it must have no more"
        case .compression(let path, .damaged):
            "data is '\(path)': the gzip file is damaged: fetch it again, or give it uncompressed"
        case .unusableText(let path, let reason): "data is '\(path)': \(reason)"
        case .unusableImages(let path, let reason): "data is '\(path)': \(reason)"
        case .shapesDiffer(let folder, let training, let test):
            "data is '\(folder)': images to train on are \(training.extents), images to test on "
                + "\(test.extents): they must be of one size"
        }
    }
}

extension DataError.Kind {
    /// The files of a folder of this kind, in words.
    fileprivate var files: String {
        switch self {
        case .text: "ptb.char.train.txt, ptb.char.valid.txt and ptb.char.test.txt"
        case .images:
            "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte "
                + "and t10k-labels-idx1-ubyte, each plain or .gz, or with data_batch_1.bin to "
                + "data_batch_5.bin and test_batch.bin"
        }
    }

    /// A folder of this kind, in words.
    fileprivate var folder: String { "a folder with \(files)" }

    /// What a folder that lacks a file must do, in words.
    fileprivate var demand: String {
        switch self {
        case .text: "hold \(files)"
        case .images: "be \(folder)"
        }
    }
}

extension FileKind {
    /// What it is, with its article.
    fileprivate var words: String {
        switch self {
        case .file: "a file"
        case .folder: "a folder"
        case .pipe: "a pipe"
        case .socket: "a socket"
        case .device: "a device"
        }
    }
}

/// A text without control characters, which a path may have.
private func oneLine(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator:
            line.append(contentsOf: scalar.escaped(asASCII: true).unicodeScalars)
        default: line.append(scalar)
        }
    }
    return String(line)
}

extension ImageShape {
    /// Channels × height × width.
    fileprivate var extents: String { "\(channels) × \(height) × \(width)" }
}
