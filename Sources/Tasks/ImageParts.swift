import Tensor

/// How many images of each part there are.
package struct ImageCounts: Hashable, Sendable {
    /// At least 1.
    package let training: Int
    /// 0 where nothing is measured on them.
    package let validation: Int
    /// 0 where nothing is measured on them.
    package let test: Int

    /// So many images of each part.
    package init(training: Int, validation: Int, test: Int) {
        precondition(
            training > 0 && validation >= 0 && test >= 0,
            "\(training), \(validation) and \(test) images")
        self.training = training
        self.validation = validation
        self.test = test
    }

    /// The images to train on alone.
    package var withoutHeldOut: ImageCounts {
        ImageCounts(training: training, validation: 0, test: 0)
    }
}

/// The images of a run: those it learns from, those that choices are made by, those it is judged on.
package struct ImageParts: Sendable {
    package let training: ImagePart
    package let validation: ImagePart
    package let test: ImagePart

    init(training: ImagePart, validation: ImagePart, test: ImagePart) {
        self.training = training
        self.validation = validation
        self.test = test
    }

    /// Divides the images of two files. The first are put into a random order of the seed's, of which the
    /// validation part is the beginning and the training part what follows it: with fewer images to train
    /// on, they are some of the same. The test part is the second file or, where it is to be smaller, the
    /// beginning of a random order of it.
    /// - Precondition: there are as many images as `counts` wants.
    package init(training: ImageSet, test: ImageSet, counts: ImageCounts, seed: Int) {
        let wanted = counts.training + counts.validation
        precondition(
            wanted <= training.count && counts.test <= test.count,
            "\(counts) of \(training.count) and \(test.count) images")
        precondition(
            training.shape == test.shape && training.classes == test.classes,
            "\(training.shape) in \(training.classes) classes to train on, \(test.shape) in "
                + "\(test.classes) to test on")
        func order(_ count: Int, _ file: Int) -> ArraySlice<Int> {
            var stream = RandomStream(seed: seed, purpose: .imageDivision, item: file)
            return stream.permutation(of: count)[...]
        }
        let division = order(training.count, 0)
        self.init(
            training: ImagePart(
                training, places: Array(division[counts.validation..<wanted])),
            validation: ImagePart(training, places: Array(division[..<counts.validation])),
            test: counts.test == test.count
                ? ImagePart(test)
                : ImagePart(test, places: Array(order(test.count, 1)[..<counts.test])))
    }
}

extension RandomStream {
    /// Draws an order of the numbers 0..<count.
    /// Source: Fisher–Yates in Durstenfeld's form, "Algorithm 235: random permutation", 1964.
    mutating func permutation(of count: Int) -> [Int] {
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(last, below(last + 1))
        }
        return order
    }
}
