import Tensor

/// The data set MNIST-1D: curves of 40 points, ten classes named for the digits whose strokes they
/// follow.
///
/// The 5000 published examples are numbers of NumPy's; these are drawn by the same recipe from
/// other numbers, anew for every seed, and have every class equally often in every part, where the
/// published ones have it so in all together.
///
/// Source: Greydanus 2020, arXiv 2011.14439; the recipe as in his package mnist1d 0.0.2.post1.
package enum MNIST1D {
    /// The number of classes.
    package static let classes = 10
    /// The shape of a curve: one channel of one row.
    package static let shape = ImageShape(channels: 1, height: 1, width: 40)
    /// The number of examples to train on that were published.
    package static let published = 4000

    /// Draws examples of every class in turn, the parts from streams of their own: each is the beginning of
    /// a larger one. All are shifted and scaled as it takes to give the numbers to train on mean 0 and
    /// standard deviation 1; in the published set it is those of both parts.
    /// - Parameter counts: every class equally often where they are multiples of 10.
    package static func generate(seed: Int, _ counts: ImageCounts) -> ImageParts {
        func drawn(_ count: Int, _ purpose: Purpose) -> [Double] {
            var numbers: [Double] = []
            numbers.reserveCapacity(count * shape.features)
            for index in 0..<count {
                var stream = RandomStream(seed: seed, purpose: purpose, item: index)
                numbers.append(contentsOf: example(of: templates[index % classes], &stream))
            }
            return numbers
        }
        let training = drawn(counts.training, .images)
        let mean = training.reduce(0, +) / Double(training.count)
        let variance =
            training.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(training.count)
        let deviation = variance.squareRoot()
        func part(_ numbers: [Double]) -> ImagePart {
            ImagePart(
                ImageSet(
                    images: numbers.map { Float(($0 - mean) / deviation) },
                    labels: (0..<numbers.count / shape.features).map { Int32($0 % classes) },
                    classes: classes, shape: shape))
        }
        return ImageParts(
            training: part(training),
            validation: part(drawn(counts.validation, .validationImages)),
            test: part(drawn(counts.test, .testImages)))
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
