import Tasks
import TestSupport
import Testing

@Suite struct MNIST1DTests {
    @Test func everyClassIsEquallyOftenInBothSets() {
        let (training, test) = MNIST1D.generate(seed: 5, training: 400, test: 100)
        for (set, count) in [(training, 400), (test, 100)] {
            #expect(set.count == count && set.classes == 10 && set.shape.features == 40)
            for label in 0..<10 {
                #expect(set.labels.filter { $0 == label }.count == count / 10)
            }
        }
        let numbers = (training.images + test.images).map(Double.init)
        let mean = numbers.reduce(0, +) / 20_000
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
        #expect(abs(mean) < 1e-6 && abs(variance - 1) < 1e-6)
    }

    @Test func examplesDependOnTheSeedAlone() {
        func images(_ seed: Int) -> [Float] {
            let (training, test) = MNIST1D.generate(seed: seed, training: 20, test: 20)
            #expect(Set(training.images).isDisjoint(with: test.images))
            return training.images
        }
        #expect(images(5) == images(5))
        #expect(Set(images(5)).isDisjoint(with: images(6)))
    }

    /// A seed recorded with results stands for its numbers, which must never change.
    @Test func theExamplesOfASeedNeverChange() {
        let (training, _) = MNIST1D.generate(seed: 5, training: 20, test: 10)
        let expected = [0.7504321, 0.69275916, 0.81527597, 1.3510345]
        #expect(relativeError(Array(training.images[400..<404]), expected) < 1e-6)
    }

    /// Takes as many examples as the fixture, 20,000, so that a difference has √2 times the
    /// standard errors in the fixture. None of the 467 may be beyond 5 of these, which a normal
    /// number is once in 1.7 million; nor the root mean square of a kind, 1 on average, beyond 2:
    /// the nine quantiles of a kind move together, and theirs was up to 1.75 over 12 seeds, the
    /// published generator's own up to 1.71. Some statistic is off by 44 of them without the shear,
    /// by 17 to 22 with either noise scale off by 10 %, by 34 with zeros beyond the ends of the
    /// noise.
    @Test func statisticsAreThoseOfThePublishedGenerator() throws {
        let published = try Fixture("mnist1d")
        let (training, test) = MNIST1D.generate(seed: 1, training: 16_000, test: 4000)
        let curves = Curves(
            (training.images + test.images).map(Double.init),
            labels: training.labels + test.labels)
        let probabilities = try published.reals("probabilities")
        let ours = [
            "means": curves.means, "deviations": curves.deviations,
            "quantiles": quantiles(curves.numbers, probabilities),
            "difference_quantiles": quantiles(curves.differences(1), probabilities),
            "fourth_difference_quantiles": quantiles(curves.differences(4), probabilities),
        ]
        for (name, numbers) in ours {
            let theirs = try published.reals(name)
            let errors = try published.reals("standard_errors/\(name)")
            #expect(numbers.count == theirs.count)
            let distances = zip(zip(numbers, theirs), errors).map { pair, error in
                abs(pair.0 - pair.1) / (2.0.squareRoot() * error)
            }
            let largest = distances.max() ?? .infinity
            let meanSquare = distances.reduce(0) { $0 + $1 * $1 } / Double(distances.count)
            #expect(largest < 5, "\(name)")
            #expect(meanSquare.squareRoot() < 2, "\(name)")
        }
    }

    /// Quantiles by linear interpolation, as numpy.quantile has them.
    private func quantiles(_ numbers: [Double], _ probabilities: [Double]) -> [Double] {
        let sorted = numbers.sorted()
        return probabilities.map { probability in
            let place = probability * Double(sorted.count - 1)
            let left = Int(place)
            let share = place - Double(left)
            return (1 - share) * sorted[left] + share * sorted[left + 1]
        }
    }
}

/// Examples of 40 points and their classes.
private struct Curves {
    let numbers: [Double]
    let labels: [Int32]

    init(_ numbers: [Double], labels: [Int32]) {
        self.numbers = numbers
        self.labels = labels
    }

    /// The mean curve of each class, (10, 40).
    var means: [Double] {
        var sums = [Double](repeating: 0, count: 400)
        for index in numbers.indices {
            sums[Int(labels[index / 40]) * 40 + index % 40] += numbers[index]
        }
        return sums.map { $0 / Double(labels.count / 10) }
    }

    /// The standard deviation of each point, (40).
    var deviations: [Double] {
        var sums = [Double](repeating: 0, count: 40)
        var squares = sums
        for index in numbers.indices {
            sums[index % 40] += numbers[index]
            squares[index % 40] += numbers[index] * numbers[index]
        }
        let count = Double(labels.count)
        return zip(sums, squares).map { sum, square in
            (square / count - (sum / count) * (sum / count)).squareRoot()
        }
    }

    /// The magnitudes of the differences of an order along each curve.
    func differences(_ order: Int) -> [Double] {
        var rows = numbers
        for width in (41 - order...40).reversed() {
            rows = rows.indices.dropLast().compactMap { index in
                (index + 1) % width == 0 ? nil : rows[index + 1] - rows[index]
            }
        }
        return rows.map(abs)
    }
}
