import TestSupport
import Testing

@testable import Reports

/// Student's distribution against SciPy's `t.sf` and `t.isf`, for 1 to a million degrees of freedom.
@Suite struct StudentTTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture("inference").group("student") }

    @Test func tailsAreSciPys() throws {
        let points = try fixture.reals("points")
        let expected = try fixture.rows("upper_tail")
        for (freedom, row) in zip(try fixture.integers("freedom"), expected) {
            let distribution = StudentT(degreesOfFreedom: Int(freedom))
            for (point, tail) in zip(points, row) {
                #expect(
                    isClose(distribution.upperTail(point), tail), "\(freedom), \(point): \(tail)")
                #expect(isClose(distribution.upperTail(-point), 1 - tail))
            }
        }
    }

    @Test func criticalValuesAreSciPys() throws {
        let tails = try fixture.reals("tails")
        let expected = try fixture.rows("critical")
        for (freedom, row) in zip(try fixture.integers("freedom"), expected) {
            let distribution = StudentT(degreesOfFreedom: Int(freedom))
            for (tail, value) in zip(tails, row) {
                #expect(
                    isClose(distribution.critical(tail: tail), value),
                    "\(freedom), \(tail): \(value)")
            }
        }
    }

    @Test func endsAreExact() {
        let distribution = StudentT(degreesOfFreedom: 3)
        #expect(distribution.upperTail(0) == 0.5)
        #expect(distribution.upperTail(.infinity) == 0)
        #expect(distribution.upperTail(-.infinity) == 1)
        #expect(distribution.upperTail(.nan).isNaN)
        // ν = 1 is Cauchy's, P(T > t) = ½ − atan(t)/π: 1/(πt) far out, and near zero beyond SciPy's digits.
        let cauchy = StudentT(degreesOfFreedom: 1)
        #expect(isClose(cauchy.upperTail(1e200), 1e-200 / .pi))
        #expect(abs(cauchy.upperTail(1e-9) - (0.5 - 1e-9 / .pi)) < 1e-16)
        #expect(StudentT(degreesOfFreedom: 9).upperTail(.greatestFiniteMagnitude) == 0)
    }
}

/// Whether two numbers agree to a relative 1e-10.
func isClose(_ value: Double, _ expected: Double) -> Bool {
    value == expected || abs(value - expected) <= 1e-10 * abs(expected)
}
