import Tensor

/// The data set MNIST-1D: curves of 40 points, ten classes named for the digits whose strokes they
/// follow.
///
/// The 5000 published examples are numbers of NumPy's; these are drawn by the same recipe from
/// other numbers, and have every class equally often in training and in test, where the published
/// ones have it so in the two together.
///
/// Source: Greydanus 2020, arXiv 2011.14439; the recipe as in his package mnist1d 0.0.2.post1.
package enum MNIST1D {
    /// The number of classes.
    package static let classes = 10
    /// The shape of a curve: one channel of one row.
    package static let shape = ImageShape(channels: 1, height: 1, width: 40)

    /// Draws examples of every class in turn, shifted and scaled to mean 0 and standard deviation 1
    /// over the numbers of both sets.
    /// - Parameters:
    ///   - training: the number of examples to train on, a multiple of 10.
    ///   - test: the number of examples to test on, a multiple of 10.
    package static func generate(
        seed: Int, training: Int = 4000, test: Int = 1000
    ) -> (training: ImageSet, test: ImageSet) {
        precondition(
            training > 0 && training % classes == 0 && test > 0 && test % classes == 0,
            "\(training) and \(test) examples of \(classes) classes")
        let templates = Self.templates
        let count = training + test
        var numbers: [Double] = []
        numbers.reserveCapacity(count * shape.features)
        for index in 0..<count {
            var stream = RandomStream(seed: seed, purpose: .images, item: index)
            numbers.append(contentsOf: example(of: templates[index % classes], &stream))
        }
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let variance =
            numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
        let deviation = variance.squareRoot()
        func set(_ range: Range<Int>) -> ImageSet {
            let rows = range.lowerBound * shape.features..<range.upperBound * shape.features
            return ImageSet(
                images: numbers[rows].map { Float(($0 - mean) / deviation) },
                labels: range.map { Int32($0 % classes) }, classes: classes, shape: shape)
        }
        return (set(0..<training), set(training..<count))
    }

    /// Points of a template with the longest padding, and of a curve until it is thinned out.
    private static let length = 72
    private static let shortestPadding = 36
    private static let longestPadding = 60
    /// A curve is turned by less than this.
    private static let turns = 48
    /// Widths of the intervals, around 1 and 0, of a curve's factor and of its slope.
    private static let scale = 0.4
    private static let shear = 0.75
    /// Standard deviations of the noise before it is smoothed, and of the noise everywhere.
    private static let correlatedNoise = 0.25
    private static let independentNoise = 0.02

    /// A template padded with zeros and stretched, so that it fills a sixth to a quarter of the
    /// curve; scaled and turned; smooth noise in place of the zeros, noise on top of all, a slope.
    private static func example(
        of template: [Double], _ stream: inout RandomStream
    ) -> [Double] {
        let paddings = longestPadding - shortestPadding + 1
        let padding = shortestPadding + stream.below(paddings)
        let stretched = resampled(
            template + [Double](repeating: 0, count: padding), to: length)
        let factor = 1 + scale * (Double(stream.uniform()) - 0.5)
        let turn = stream.below(turns)
        var curve = smoothed(noise(correlatedNoise, &stream))
        // Until the first zero, which is point `template.count` of the padded template.
        for index in 0..<length
        where index * (template.count + padding - 1) < template.count * (length - 1) {
            curve[(index + turn) % length] = factor * stretched[index]
        }
        let slope = shear * (Double(stream.uniform()) - 0.5)
        for (index, noise) in noise(independentNoise, &stream).enumerated() {
            curve[index] += noise - slope * (Double(index) / Double(length - 1) - 0.5)
        }
        return resampled(curve, to: shape.features)
    }

    /// Normal numbers, as many as a curve has points.
    private static func noise(_ deviation: Double, _ stream: inout RandomStream) -> [Double] {
        (0..<length / 2).flatMap { _ in
            let (first, second) = stream.normals()
            return [deviation * first, deviation * second]
        }
    }
}
