// Facts about the data that a run was trained and measured on.

extension Quantity {
    /// Characters of the training part.
    public static let trainingCharacters = Quantity(
        "training_characters", label: "characters to train on", unit: "characters", digits: 0,
        longName: "characters of the training part", forms: [.stream])
    /// Characters of the validation part, of which `evaluation_characters` are used.
    public static let validationCharacters = Quantity(
        "validation_characters", label: "characters to validate on", unit: "characters", digits: 0,
        longName: "characters of the validation part", forms: [.stream])
    /// Characters of the test part, of which `evaluation_characters` are used.
    public static let testCharacters = Quantity(
        "test_characters", label: "characters to test on", unit: "characters", digits: 0,
        longName: "characters of the test part", forms: [.stream])
    /// Symbols that the network reads and predicts.
    public static let vocabularySize = Quantity(
        "vocabulary_size", label: "symbols of the vocabulary", digits: 0,
        longName: "symbols that the network reads and predicts", forms: [.stream])
    /// Characters of the held-out parts that the training part never shows.
    public static let unseenCharacters = Quantity(
        "unseen_characters", label: "held-out characters never trained on", unit: "characters",
        digits: 0,
        longName: "characters of validation and test part that the training part never shows",
        forms: [.stream])
    /// Line ends CRLF or CR that were read as LF.
    public static let lineEndsRead = Quantity(
        "line_ends_read_as_lf", label: "line ends CRLF or CR read as LF", digits: 0,
        forms: [.stream])
    /// Byte-order marks that were dropped.
    public static let byteOrderMarks = Quantity(
        "byte_order_marks_dropped", label: "byte-order marks dropped", digits: 0,
        forms: [.stream])
    /// Images to train on.
    public static let trainingImages = Quantity(
        "training_images", label: "images to train on", digits: 0, forms: [.images])
    /// Images to test on.
    public static let testImages = Quantity(
        "test_images", label: "images to test on", digits: 0, forms: [.images])

    /// Facts about data, in the order in which they are told.
    package static let dataFacts = [
        trainingCharacters, validationCharacters, testCharacters, vocabularySize,
        unseenCharacters, lineEndsRead, byteOrderMarks, trainingImages, validationImages, testImages,
    ]
}
