import CKernels

// Copies of parts of the factors, laid out as the tiles of a product read them.

/// Copies some columns of B to where they lie densely, `panelWidth` apart and padded with zeros.
@inline(__always)
func packPanel(
    _ b: Source, _ stride: Int, isTransposed: Bool, _ rows: Int, _ columns: Int,
    into panel: Target
) {
    if columns < panelWidth { panel.update(repeating: 0, count: rows * panelWidth) }
    if isTransposed {
        transpose(
            rows: columns, columns: rows, b, stride: stride, into: panel, targetStride: panelWidth)
    } else {
        for row in 0..<rows {
            let (source, target) = (b + row * stride, panel + row * panelWidth)
            forEachVector(columns) { offset, lanes in
                store(load(source + offset, lanes), target + offset, lanes)
            }
        }
    }
}

/// Copies some columns of a transposed A tile by tile; what is beyond the last row is not read.
@inline(__always)
func packColumns(_ a: Source, _ stride: Int, inner: Int, rows: Int, into packed: Target) {
    for row in Swift.stride(from: 0, to: rows, by: tileRows) {
        let lanes = min(tileRows, rows - row)
        for step in 0..<inner {
            let source = a + step * stride + row
            let target = packed + row * inner + step * tileRows
            // Sixteen lanes go at once where they are there; the next tile overwrites the excess.
            if row + 16 <= rows {
                store(load(source, 16), target, 16)
            } else {
                store(load(source, lanes), target, lanes)
            }
        }
    }
}

/// Copies some rows of A tile by tile.
@inline(__always)
func packRows(_ a: Source, _ stride: Int, inner: Int, rows: Int, into packed: Target) {
    for row in Swift.stride(from: 0, to: rows, by: tileRows) {
        let lanes = min(tileRows, rows - row)
        let (source, target) = (a + row * stride, packed + row * inner)
        // As above, sixteen at once.
        let vectors = row + 16 <= rows ? inner & ~15 : 0
        for step in Swift.stride(from: 0, to: vectors, by: 16) {
            vector16_transpose(source + step, stride, target + step * tileRows, tileRows)
        }
        for lane in 0..<lanes {
            for step in vectors..<inner {
                target[step * tileRows + lane] = source[lane * stride + step]
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
