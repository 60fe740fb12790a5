// How the images of the image task are divided into parts, each drawn by the run's seed.

extension Setting where Content == Int {
    /// The images to train on; 0: all but those to validate on, of MNIST-1D 4,000 as it was published.
    public static var trainSize: Self {
        .init(
            .trainSize, "train_size", default: 0, .integers(0...1_000_000), units: "images",
            "image task: images to train on; 0: all but those to validate on, of mnist1d 4000")
    }
    /// The images to validate on: 1,000 know an error of 30 % to within 1.4 % (a standard error). Those of
    /// MNIST-1D are drawn besides, those of files are taken from what there is to train on.
    public static var validationSize: Self {
        .init(
            .validationSize, "validation_size", default: 1000, .integers(1...1_000_000),
            units: "images",
            "image task: images to validate on, held back from those to train on; of mnist1d drawn "
                + "besides")
    }
    /// The images to test on; 0: all, of MNIST-1D 10,000, which know an error of 30 % to within 0.5 %.
    public static var testSize: Self {
        .init(
            .testSize, "test_size", default: 0, .integers(0...1_000_000), units: "images",
            "image task: images to test on; 0: all, of mnist1d 10000")
    }
}
