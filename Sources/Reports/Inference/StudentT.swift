import Foundation

/// Student's t distribution with ν degrees of freedom, ν ≥ 1: that of the mean of ν + 1 normal numbers
/// by its own standard error.
///
/// P(T > t) = ½ I_x(ν/2, ½) for t ≥ 0, with x = ν/(ν + t²) and I the regularized incomplete beta
/// function, whose continued fraction keeps the relative error of either tail below 1e-12 for ν up to a
/// million.
///
/// Source: Abramowitz and Stegun 1964, 26.5.8 and 26.7.1.
struct StudentT {
    private let freedom: Double

    /// - Precondition: `degreesOfFreedom` is 1 or more.
    init(degreesOfFreedom: Int) {
        precondition(degreesOfFreedom > 0, "\(degreesOfFreedom) degrees of freedom")
        freedom = Double(degreesOfFreedom)
    }

    /// P(T > t); NaN at NaN.
    func upperTail(_ t: Double) -> Double {
        guard !t.isNaN else { return .nan }
        return t < 0 ? 1 - bothTails(-t) / 2 : bothTails(t) / 2
    }

    /// The t that is exceeded with a probability of `tail`, from 0 (not included) to ½.
    func critical(tail: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        while upperTail(high) > tail { (low, high) = (high, 2 * high) }
        var t = (low + high) / 2
        for _ in 0..<200 {
            let excess = upperTail(t) - tail
            if excess > 0 { low = t } else { high = t }
            // Newton's step on the logarithm, which is nearly straight; halves where it leads outside.
            let step = (excess + tail) * log1p(excess / tail) / density(t)
            let next = t + step
            let following = next > low && next < high ? next : (low + high) / 2
            if abs(following - t) <= 4 * t.ulp { return following }
            t = following
        }
        return t
    }

    private func density(_ t: Double) -> Double {
        gammaRatio(freedom / 2) / (.pi * freedom).squareRoot()
            * exp(-(freedom + 1) / 2 * log1p(t * t / freedom))
    }

    /// P(|T| > t) for t ≥ 0: I_x(ν/2, ½).
    private func bothTails(_ t: Double) -> Double {
        guard t > 0 else { return 1 }
        guard t.isFinite else { return 0 }
        let a = freedom / 2
        let ratio = t / freedom.squareRoot()
        // Beyond this, 1 + ratio² is ratio², which may be too large for a number.
        let isFar = ratio > 1e9
        let logX = isFar ? -2 * log(ratio) : -log1p(ratio * ratio)
        let logY = isFar ? 0 : 2 * log(ratio) + logX
        // x^a y^½ / B(a, ½), where B(a, ½) = √π / gammaRatio(a).
        let front = exp(a * logX + logY / 2) * gammaRatio(a) / Double.pi.squareRoot()
        let x = exp(logX)
        return x < (a + 1) / (a + 2.5)
            ? front * betaFraction(x, a, 0.5) / a
            : 1 - front * betaFraction(exp(logY), 0.5, a) / 0.5
    }
}

/// Γ(a + ½)/Γ(a), by its series in 1/a, which is exact to rounding from 20 on, and by
/// recurrence from there.
private func gammaRatio(_ a: Double) -> Double {
    var (a, factor) = (a, 1.0)
    while a < 20 {
        factor *= a / (a + 0.5)
        a += 1
    }
    let square = 1 / (a * a)
    let series = -1 / 8 + square * (1 / 192 + square * (-1 / 640 + square * 17 / 14336))
    return factor * a.squareRoot() * exp(series / a)
}

/// The continued fraction of the incomplete beta function, by the method of Lentz; x < (a + 1)/(a + b + 2).
private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var fraction = d
    for index in 1..<100_000 {
        let m = Double(index)
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / nonzero(1 + even * d)
        c = nonzero(1 + even / c)
        fraction *= c * d
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / nonzero(1 + odd * d)
        c = nonzero(1 + odd / c)
        fraction *= c * d
        if abs(c * d - 1) < 1e-16 { break }
    }
    return fraction
}
