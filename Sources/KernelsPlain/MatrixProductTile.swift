import CKernels

// The tiles of C that `matrixProduct` keeps in registers. A panel is as many columns as a tile has.

/// All rows of one panel of C.
@inline(__always)
func panelOfC(
    _ rows: Int, _ inner: Int, _ a: LeftFactor, _ b: Source, _ bStride: Int, _ width: Int,
    _ c: Target, _ stride: Int, _ adds: Bool
) {
    var top = a.pointer
    for row in Swift.stride(from: 0, to: rows, by: tileRows) {
        let height = min(rows - row, tileRows)
        let target = c + row * stride
        if height == tileRows && width == panelWidth {
            wholeTile(inner, top, a, b, bStride, target, stride, adds)
        } else {
            partOfTile(height, inner, top, a, b, bStride, width, target, stride, adds)
        }
        top += a.tileDistance
    }
}

/// A tile at the edge of C, four rows at a time: to memory of its own, then what there is of it.
private func partOfTile(
    _ height: Int, _ inner: Int, _ a: Source, _ factor: LeftFactor, _ b: Source, _ bStride: Int,
    _ width: Int, _ c: Target, _ stride: Int, _ adds: Bool
) {
    let tile = kernels_tile()
    for row in Swift.stride(from: 0, to: height, by: 4) {
        let target = c + row * stride
        let count = min(4, height - row)
        let top = a + row * factor.rowDistance
        if count == 4 && width == panelWidth {
            fourRows(inner, top, factor, last: 3, b, bStride, target, stride, adds)
            continue
        }
        fourRows(inner, top, factor, last: count - 1, b, bStride, tile, panelWidth, false)
        for row in 0..<count {
            let (source, target) = (tile + row * panelWidth, target + row * stride)
            forEachVector(width) { offset, lanes in
                let product = load(source + offset, lanes)
                store(
                    adds ? load(target + offset, lanes) + product : product, target + offset, lanes)
            }
        }
    }
}

#if WIDE
    /// Two vectors, which with twelve rows fill the 32 registers of AVX-512.
    let panelWidth = 32
    let tileRows = 12

    @inline(__always)
    private func wholeTile(
        _ inner: Int, _ a: Source, _ factor: LeftFactor, _ b: Source, _ bStride: Int,
        _ c: Target, _ stride: Int, _ adds: Bool
    ) {
        let distance = factor.rowDistance
        var (first, second, third) = (Strip(), Strip(), Strip())
        var (from, panel) = (a, b)
        for _ in 0..<inner {
            let (x, y) = (load(panel, 16), load(panel + 16, 16))
            first.add(from, distance, x, y)
            second.add(from + 4 * distance, distance, x, y)
            third.add(from + 8 * distance, distance, x, y)
            from += factor.step
            panel += bStride
        }
        first.write(c, stride, adds)
        second.write(c + 4 * stride, stride, adds)
        third.write(c + 8 * stride, stride, adds)
    }

    /// Rows after the `last` are read as that one.
    @inline(__always)
    private func fourRows(
        _ inner: Int, _ a: Source, _ factor: LeftFactor, last: Int, _ b: Source, _ bStride: Int,
        _ c: Target, _ stride: Int, _ adds: Bool
    ) {
        let one = min(1, last) * factor.rowDistance
        let (two, three) = (min(2, last) * factor.rowDistance, last * factor.rowDistance)
        var strip = Strip()
        var (from, panel) = (a, b)
        for _ in 0..<inner {
            let (x, y) = (load(panel, 16), load(panel + 16, 16))
            strip.add(from[0], from[one], from[two], from[three], x, y)
            from += factor.step
            panel += bStride
        }
        strip.write(c, stride, adds)
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
        func write(_ c: Target, _ stride: Int, _ adds: Bool) {
            writeVector(x0, c, adds)
            writeVector(y0, c + 16, adds)
            writeVector(x1, c + stride, adds)
            writeVector(y1, c + stride + 16, adds)
            writeVector(x2, c + 2 * stride, adds)
            writeVector(y2, c + 2 * stride + 16, adds)
            writeVector(x3, c + 3 * stride, adds)
            writeVector(y3, c + 3 * stride + 16, adds)
        }
    }
#else
    /// One vector, two registers of AVX2, of which four rows take half.
    let panelWidth = 16
    let tileRows = 4

    @inline(__always)
    private func wholeTile(
        _ inner: Int, _ a: Source, _ factor: LeftFactor, _ b: Source, _ bStride: Int,
        _ c: Target, _ stride: Int, _ adds: Bool
    ) {
        fourRows(inner, a, factor, last: 3, b, bStride, c, stride, adds)
    }

    /// Rows after the `last` are read as that one.
    @inline(__always)
    private func fourRows(
        _ inner: Int, _ a: Source, _ factor: LeftFactor, last: Int, _ b: Source, _ bStride: Int,
        _ c: Target, _ stride: Int, _ adds: Bool
    ) {
        let one = min(1, last) * factor.rowDistance
        let (two, three) = (min(2, last) * factor.rowDistance, last * factor.rowDistance)
        var (x0, x1, x2, x3) = (Vector(), Vector(), Vector(), Vector())
        var (from, panel) = (a, b)
        for _ in 0..<inner {
            let x = load(panel, 16)
            x0 = fma(splat(from[0]), x, x0)
            x1 = fma(splat(from[one]), x, x1)
            x2 = fma(splat(from[two]), x, x2)
            x3 = fma(splat(from[three]), x, x3)
            from += factor.step
            panel += bStride
        }
        writeVector(x0, c, adds)
        writeVector(x1, c + stride, adds)
        writeVector(x2, c + 2 * stride, adds)
        writeVector(x3, c + 3 * stride, adds)
    }
#endif

/// Writes one vector of C, or adds it.
@inline(__always)
private func writeVector(_ x: Vector, _ c: Target, _ adds: Bool) {
    store(adds ? load(c, 16) + x : x, c, 16)
}
