import CKernels

// C (+)= A·B in row-major float32, in tiles that stay in registers.
//
// An element of C is one sum over k in order, every step a fused multiply-add, whatever the tile it
// lies in: so any tile shape, and with it any vector width, gives the same bits. The sum starts
// anew every `depth` steps, which depends on the sizes only.

private let depth = Int(PRODUCT_DEPTH)
private let packedRows = Int(PRODUCT_ROWS)

/// How many rows of C a panel of B must serve before it is copied together.
private let packedFrom = 64

@inline(__always)
func matrixProduct(
    rows: Int, columns: Int, inner: Int, _ a: Source, aStride: Int, aTransposed: Bool, _ b: Source,
    bStride: Int, bTransposed: Bool, into c: Target, stride: Int, accumulating: Bool
) {
    var done = 0
    repeat {
        let count = min(depth, inner - done)
        let right = b + done * (bTransposed ? 1 : bStride)
        let adds = accumulating || done > 0
        if aTransposed {
            let packed = kernels_scratch() + depth * panelWidth
            for row in Swift.stride(from: 0, to: rows, by: packedRows) {
                let height = min(packedRows, rows - row)
                pack(a + done * aStride + row, aStride, inner: count, rows: height, into: packed)
                let left = LeftFactor(
                    pointer: packed, tileDistance: tileRows * count, rowDistance: 1,
                    step: tileRows)
                multiply(
                    height, columns, count, left, right, bStride, bTransposed, c + row * stride,
                    stride, adds)
            }
        } else {
            let left = LeftFactor(
                pointer: a + done, tileDistance: tileRows * aStride, rowDistance: aStride, step: 1)
            multiply(
                rows, columns, count, left, right, bStride, bTransposed, c, stride, adds)
        }
        done += depth
    } while done < inner
}

/// Where the numbers of A are: tiles of `tileRows` rows, in them rows, in them steps of k.
struct LeftFactor {
    let pointer: Source
    let tileDistance: Int
    let rowDistance: Int
    let step: Int
}

/// Up to `depth` steps of k, all columns, panel by panel.
@inline(__always)
private func multiply(
    _ rows: Int, _ columns: Int, _ inner: Int, _ a: LeftFactor, _ b: Source, _ bStride: Int,
    _ bTransposed: Bool, _ c: Target, _ stride: Int, _ adds: Bool
) {
    for column in Swift.stride(from: 0, to: columns, by: panelWidth) {
        let width = min(panelWidth, columns - column)
        var panel = b + column * (bTransposed ? bStride : 1)
        var panelStride = bStride
        if width < panelWidth || bTransposed || rows > packedFrom {
            let packed = kernels_scratch()
            pack(panel, bStride, transposed: bTransposed, inner, width, into: packed)
            panel = UnsafePointer(packed)
            panelStride = panelWidth
        }
        panelOfC(rows, inner, a, panel, panelStride, width, c + column, stride, adds)
    }
}

/// Copies some columns of B to where they lie densely, `panelWidth` apart and padded with zeros.
@inline(__always)
private func pack(
    _ b: Source, _ stride: Int, transposed: Bool, _ rows: Int, _ columns: Int, into panel: Target
) {
    if columns < panelWidth { panel.update(repeating: 0, count: rows * panelWidth) }
    if transposed {
        transpose(
            rows: columns, columns: rows, b, stride: stride, into: panel, targetStride: panelWidth)
    } else {
        for row in 0..<rows {
            let (source, target) = (b + row * stride, panel + row * panelWidth)
            // Rows far apart are not foreseen by the processor.
            prefetch(source + 16 * stride)
            prefetch(source + 16 * stride + 16)
            forEachVector(columns) { offset, lanes in
                store(load(source + offset, lanes), target + offset, lanes)
            }
        }
    }
}

/// Copies some columns of a transposed A tile by tile; what is beyond the last row is not read.
@inline(__always)
private func pack(_ a: Source, _ stride: Int, inner: Int, rows: Int, into packed: Target) {
    for row in Swift.stride(from: 0, to: rows, by: tileRows) {
        let lanes = min(tileRows, rows - row)
        for step in 0..<inner {
            let source = a + step * stride + row
            let target = packed + row * inner + step * tileRows
            // Sixteen lanes go at once where they are there; the next tile overwrites the excess.
            if row + 16 <= rows {
                store(load(source, 16), target, 16)
            } else {
                for lane in 0..<lanes { target[lane] = source[lane] }
            }
        }
    }
}

/// target (columns, rows) = source (rows, columns) transposed.
@inline(__always)
func transpose(
    rows: Int, columns: Int, _ source: Source, stride: Int, into target: Target, targetStride: Int
) {
    let (wholeRows, wholeColumns) = (rows & ~15, columns & ~15)
    for row in Swift.stride(from: 0, to: wholeRows, by: 16) {
        for column in Swift.stride(from: 0, to: wholeColumns, by: 16) {
            vector16_transpose(
                source + row * stride + column, stride, target + column * targetStride + row,
                targetStride)
        }
    }
    for row in 0..<rows {
        for column in (row < wholeRows ? wholeColumns : 0)..<columns {
            target[column * targetStride + row] = source[row * stride + column]
        }
    }
}
