import CKernels

/// Chains of fused multiply-adds that wait for nothing but themselves: more than the latency of one
/// calls for, and no more than there are registers.
/// - Returns: the number of floating-point operations.
@inline(__always)
func multiplyAddPeak(rounds: Int, sum: Target) -> Int {
    let (x, y) = (splat(0.5), splat(1))
    var (a, b) = (Chains(), Chains())
    #if WIDE
        var (c, d) = (Chains(), Chains())
    #endif
    for _ in 0..<rounds {
        a.advance(x, y)
        b.advance(x, y)
        #if WIDE
            c.advance(x, y)
            d.advance(x, y)
        #endif
    }
    #if WIDE
        sum.pointee = a.sum + b.sum + c.sum + d.sum
        let chains = 12
    #else
        sum.pointee = a.sum + b.sum
        let chains = 6
    #endif
    return rounds * chains * 16 * 2
}

private struct Chains {
    var (s0, s1, s2) = (Vector(), Vector(), Vector())

    @inline(__always)
    mutating func advance(_ x: Vector, _ y: Vector) {
        s0 = fma(s0, x, y)
        s1 = fma(s1, x, y)
        s2 = fma(s2, x, y)
    }

    @inline(__always)
    var sum: Float { Float(total(vector16_widened(s0 + s1 + s2))) }
}
