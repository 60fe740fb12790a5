import CKernels

/// Sixteen chains of fused multiply-adds that wait for nothing but themselves.
@inline(__always)
func multiplyAddPeak(rounds: Int) -> Float {
    var (a, b, c, d) = (Chains(), Chains(), Chains(), Chains())
    let (x, y) = (splat(0.5), splat(1))
    for _ in 0..<rounds {
        a.advance(x, y)
        b.advance(x, y)
        c.advance(x, y)
        d.advance(x, y)
    }
    return a.sum + b.sum + c.sum + d.sum
}

private struct Chains {
    var (s0, s1, s2, s3) = (Vector(), Vector(), Vector(), Vector())

    @inline(__always)
    mutating func advance(_ x: Vector, _ y: Vector) {
        s0 = fma(s0, x, y)
        s1 = fma(s1, x, y)
        s2 = fma(s2, x, y)
        s3 = fma(s3, x, y)
    }

    @inline(__always)
    var sum: Float { Float(total(vector16_widened((s0 + s1) + (s2 + s3)))) }
}
