/// The exact permutation test of paired differences (Fisher 1935): where the two sides of a pair do not
/// differ, either sign of each difference is as likely, so that all 2ⁿ sums with signs of their own are.
///
/// Nothing is assumed of the distribution but that it is symmetric about zero: the difference of two
/// methods that are the same is, whatever they measure; that from a constant, or from the end of a margin,
/// is where values lie evenly about their mean.
enum SignFlipTest {
    /// The most differences of which all sums are taken.
    static let limit = 14

    /// The share of the 2ⁿ sums that are as great as that of the differences or greater. Sums that differ
    /// by rounding alone are equal.
    /// - Precondition: at most `limit` finite differences.
    static func upperTail(_ differences: [Double]) -> Double {
        precondition(differences.count <= limit, "2^\(differences.count) sums")
        var sums = [0.0]
        sums.reserveCapacity(1 << differences.count)
        for difference in differences {
            for index in sums.indices {
                sums.append(sums[index] - difference)
                sums[index] += difference
            }
        }
        let rounding = 1e-12 * differences.reduce(0) { $0 + $1.magnitude }
        let least = sums[0] - rounding
        return Double(sums.count { $0 >= least }) / Double(sums.count)
    }
}
