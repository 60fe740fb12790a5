import CKernels

// The tiles of C that `matrixProduct` keeps in registers. A panel is as many columns as a tile has.

#if WIDE
    /// Two vectors, which with twelve rows fill the 32 registers of AVX-512.
    let panelWidth = 32
    let tileRows = 12

    /// All rows of one panel of C.
    @inline(__always)
    func panelOfC(
        _ rows: Int, _ inner: Int, _ a: LeftFactor, _ b: Source, _ bStride: Int, _ width: Int,
        _ c: Target, _ stride: Int, _ adds: Bool
    ) {
        let (distance, step) = (a.rowDistance, a.step)
        var start = a.pointer
        for row in Swift.stride(from: 0, to: rows, by: tileRows) {
            var left = min(rows - row, tileRows)
            var target = c + row * stride
            var top = start
            if left == tileRows {
                var (first, second, third) = (Strip(), Strip(), Strip())
                var (from, panel) = (top, b)
                for _ in 0..<inner {
                    let (x, y) = (load(panel, 16), load(panel + 16, 16))
                    first.add(from, distance, x, y)
                    second.add(from + 4 * distance, distance, x, y)
                    third.add(from + 8 * distance, distance, x, y)
                    from += step
                    panel += bStride
                }
                first.finish(target, stride, 4, width, adds)
                second.finish(target + 4 * stride, stride, 4, width, adds)
                third.finish(target + 8 * stride, stride, 4, width, adds)
                left = 0
            } else if left >= 8 {
                var (first, second) = (Strip(), Strip())
                var (from, panel) = (top, b)
                for _ in 0..<inner {
                    let (x, y) = (load(panel, 16), load(panel + 16, 16))
                    first.add(from, distance, x, y)
                    second.add(from + 4 * distance, distance, x, y)
                    from += step
                    panel += bStride
                }
                first.finish(target, stride, 4, width, adds)
                second.finish(target + 4 * stride, stride, 4, width, adds)
                left -= 8
                target += 8 * stride
                top += 8 * distance
            }
            while left > 0 {
                // Rows that are not there are read as the last one, and not written.
                var strip = Strip()
                let last = min(left, 4) - 1
                let (one, two, three) = (min(1, last), min(2, last), min(3, last))
                var (from, panel) = (top, b)
                for _ in 0..<inner {
                    let (x, y) = (load(panel, 16), load(panel + 16, 16))
                    strip.add(
                        from[0], from[one * distance], from[two * distance],
                        from[three * distance], x, y)
                    from += step
                    panel += bStride
                }
                strip.finish(target, stride, last + 1, width, adds)
                left -= last + 1
                target += 4 * stride
                top += 4 * distance
            }
            start += a.tileDistance
        }
    }

    /// Four rows of a tile, two vectors wide.
    private struct Strip {
        var (x0, y0, x1, y1) = (Vector(), Vector(), Vector(), Vector())
        var (x2, y2, x3, y3) = (Vector(), Vector(), Vector(), Vector())

        @inline(__always)
        mutating func add(_ a: Source, _ stride: Int, _ x: Vector, _ y: Vector) {
            add(a[0], a[stride], a[2 * stride], a[3 * stride], x, y)
        }

        @inline(__always)
        mutating func add(
            _ a0: Float, _ a1: Float, _ a2: Float, _ a3: Float, _ x: Vector, _ y: Vector
        ) {
            x0 = fma(splat(a0), x, x0)
            y0 = fma(splat(a0), y, y0)
            x1 = fma(splat(a1), x, x1)
            y1 = fma(splat(a1), y, y1)
            x2 = fma(splat(a2), x, x2)
            y2 = fma(splat(a2), y, y2)
            x3 = fma(splat(a3), x, x3)
            y3 = fma(splat(a3), y, y3)
        }

        @inline(__always)
        func finish(_ c: Target, _ stride: Int, _ rows: Int, _ width: Int, _ adds: Bool) {
            write(x0, y0, c, width, adds)
            if rows > 1 { write(x1, y1, c + stride, width, adds) }
            if rows > 2 { write(x2, y2, c + 2 * stride, width, adds) }
            if rows > 3 { write(x3, y3, c + 3 * stride, width, adds) }
        }

        @inline(__always)
        private func write(_ x: Vector, _ y: Vector, _ c: Target, _ width: Int, _ adds: Bool) {
            writeVector(x, c, min(width, 16), adds)
            if width > 16 { writeVector(y, c + 16, width - 16, adds) }
        }
    }
#else
    /// One vector, two registers of AVX2, of which four rows take half.
    let panelWidth = 16
    let tileRows = 4

    /// All rows of one panel of C.
    @inline(__always)
    func panelOfC(
        _ rows: Int, _ inner: Int, _ a: LeftFactor, _ b: Source, _ bStride: Int, _ width: Int,
        _ c: Target, _ stride: Int, _ adds: Bool
    ) {
        let (distance, step) = (a.rowDistance, a.step)
        var start = a.pointer
        for row in Swift.stride(from: 0, to: rows, by: tileRows) {
            // Rows that are not there are read as the last one, and not written.
            let last = min(rows - row, tileRows) - 1
            let (one, two, three) = (min(1, last), min(2, last), min(3, last))
            var (x0, x1, x2, x3) = (Vector(), Vector(), Vector(), Vector())
            var (from, panel) = (start, b)
            for _ in 0..<inner {
                let x = load(panel, 16)
                x0 = fma(splat(from[0]), x, x0)
                x1 = fma(splat(from[one * distance]), x, x1)
                x2 = fma(splat(from[two * distance]), x, x2)
                x3 = fma(splat(from[three * distance]), x, x3)
                from += step
                panel += bStride
            }
            let target = c + row * stride
            writeVector(x0, target, width, adds)
            if last > 0 { writeVector(x1, target + stride, width, adds) }
            if last > 1 { writeVector(x2, target + 2 * stride, width, adds) }
            if last > 2 { writeVector(x3, target + 3 * stride, width, adds) }
            start += a.tileDistance
        }
    }
#endif

/// Writes one vector of C, or adds it.
@inline(__always)
private func writeVector(_ x: Vector, _ c: Target, _ lanes: Int, _ adds: Bool) {
    store(adds ? load(c, lanes) + x : x, c, lanes)
}
