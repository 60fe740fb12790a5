import Foundation

/// The test of paired differences behind every verdict: the exact sign-flip test of up to 14
/// differences, of more Student's t test of pairs.
///
/// No p of n differences is below that of n equal ones in the sign-flip test, 1/2ⁿ one-sided and 2/2ⁿ
/// two-sided, in the t test neither: without a spread it would be certain of what n runs can show.
enum PairedTest {
    /// The probability of a mean so great or greater where differences are symmetric about zero.
    /// - Parameter differences: without NaN. Where some are infinite, they alone count.
    static func upperTail(_ differences: [Double]) -> Double {
        let numbers = commensurate(differences)
        guard numbers.count > SignFlipTest.limit else { return SignFlipTest.upperTail(numbers) }
        let summary = Summary(numbers)
        let tail = StudentT(degreesOfFreedom: numbers.count - 1)
            .upperTail(summary.mean.over(summary.standardError))
        return max(tail, leastTail(of: numbers.count))
    }

    /// The probability of a mean so far from zero, or farther, on either side.
    static func bothTails(_ differences: [Double]) -> Double {
        let isGreater = commensurate(differences).reduce(0, +) >= 0
        return min(1, 2 * upperTail(isGreater ? differences : differences.map { -$0 }))
    }

    /// The least one-sided p that any `count` differences have.
    static func leastTail(of count: Int) -> Double { exp2(-Double(count)) }

    /// The differences by the greatest of them, so that sums are finite; of infinite ones their signs.
    private static func commensurate(_ differences: [Double]) -> [Double] {
        let greatest = differences.map(\.magnitude).max() ?? 0
        guard greatest > 0 else { return differences }
        guard greatest.isFinite else {
            return differences.map { $0.isInfinite ? ($0 > 0 ? 1 : -1) : 0 }
        }
        return differences.map { $0 / greatest }
    }
}

extension Double {
    /// A distance in standard errors: none is none even where there is no error.
    func over(_ error: Double) -> Double { self == 0 ? 0 : self / error }
}
