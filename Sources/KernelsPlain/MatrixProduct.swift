import CKernels

// C (+)= A·B in row-major float32, in tiles that stay in registers.
//
// An element of C is one sum over k in order, every step a fused multiply-add, whatever the tile it
// lies in: so any tile shape, and with it any vector width, gives the same bits. The sum starts
// anew every `depth` steps, which depends on the sizes only.

private let depth = Int(PRODUCT_DEPTH)
private let packedRows = Int(PRODUCT_ROWS)

/// Where packing the rows of A pays: for so many rows and columns of C.
private let packedFrom = (rows: 64, columns: 256)

/// Where A·Bᵀ is computed as (B·Aᵀ)ᵀ: for up to so many rows and from so many columns of C.
private let turned = (rows: 64, columns: 96)
/// Rows of B in a piece of that.
private let turnedRows = 48

@inline(__always)
func matrixProduct(
    rows: Int, columns: Int, inner: Int, _ a: Source, aStride: Int, aTransposed: Bool, _ b: Source,
    bStride: Int, bTransposed: Bool, into c: Target, stride: Int, accumulating: Bool
) {
    var done = 0
    repeat {
        let count = min(depth, inner - done)
        let left = a + done * (aTransposed ? aStride : 1)
        let right = RightFactor(
            pointer: b + done * (bTransposed ? 1 : bStride), stride: bStride,
            isTransposed: bTransposed)
        let c = Result(pointer: c, stride: stride, adds: accumulating || done > 0)
        let isTurned =
            bTransposed && !aTransposed && rows <= turned.rows && columns >= turned.columns
        let isPacked =
            aTransposed
            || collide(aStride) && rows >= packedFrom.rows && columns >= packedFrom.columns
        if isTurned {
            multiplyTurned(rows, columns, count, left, aStride, right, c)
        } else if isPacked {
            let packed = kernels_scratch() + depth * panelWidth
            for row in Swift.stride(from: 0, to: rows, by: packedRows) {
                let height = min(packedRows, rows - row)
                if aTransposed {
                    packColumns(left + row, aStride, inner: count, rows: height, into: packed)
                } else {
                    packRows(
                        left + row * aStride, aStride, inner: count, rows: height, into: packed)
                }
                multiply(
                    height, columns, count, LeftFactor(packed: packed), right,
                    c.from(row: row, column: 0))
            }
        } else {
            multiply(rows, columns, count, LeftFactor(left, stride: aStride), right, c)
        }
        done += depth
    } while done < inner
}

/// Where the numbers of A are.
struct LeftFactor {
    let pointer: Source
    let rowDistance: Int
    /// From one step of k to the next.
    let step: Int
    /// Whether they are packed in tiles of `tileRows` rows; else its rows are as they lie.
    let isPacked: Bool

    /// Rows as they lie.
    init(_ pointer: Source, stride: Int) {
        self.pointer = pointer
        (rowDistance, step, isPacked) = (stride, 1, false)
    }

    /// Rows packed tile by tile.
    init(packed pointer: Target) {
        self.pointer = UnsafePointer(pointer)
        (rowDistance, step, isPacked) = (1, tileRows, true)
    }
}

/// Where the numbers of B are.
struct RightFactor {
    let pointer: Source
    let stride: Int
    let isTransposed: Bool
}

/// Where the product goes, and whether it is added to what is there.
struct Result {
    let pointer: Target
    let stride: Int
    let adds: Bool

    @inline(__always)
    func from(row: Int, column: Int) -> Result {
        Result(pointer: pointer + row * stride + column, stride: stride, adds: adds)
    }

    /// Writes, or adds, a vector of a row.
    @inline(__always)
    func write(_ values: Vector, row: Int, column: Int = 0, lanes: Int = 16) {
        let target = pointer + row * stride + column
        store(adds ? load(target, lanes) + values : values, target, lanes)
    }

    /// Writes, or adds, the first numbers of a row.
    @inline(__always)
    func write(from source: Source, _ count: Int, row: Int) {
        forEachVector(count) { offset, lanes in
            write(load(source + offset, lanes), row: row, column: offset, lanes: lanes)
        }
    }
}

/// Whether all rows of a tile begin in the same set of the first cache, more than it holds there.
@inline(__always)
private func collide(_ stride: Int) -> Bool { tileRows > 8 && stride % 1024 == 0 }

/// Up to `depth` steps of k, all columns, panel by panel.
@inline(__always)
private func multiply(
    _ rows: Int, _ columns: Int, _ inner: Int, _ a: LeftFactor, _ b: RightFactor, _ c: Result
) {
    for column in Swift.stride(from: 0, to: columns, by: panelWidth) {
        let width = min(panelWidth, columns - column)
        let source = b.pointer + column * (b.isTransposed ? b.stride : 1)
        let target = c.from(row: 0, column: column)
        if width == panelWidth && !b.isTransposed {
            let panel = Panel(pointer: source, stride: b.stride, width: width)
            panelOfC(rows, inner, a, panel, copying: rows > copiedFrom, target)
        } else {
            let packed = kernels_scratch()
            packPanel(source, b.stride, isTransposed: b.isTransposed, inner, width, into: packed)
            let panel = Panel(pointer: UnsafePointer(packed), stride: panelWidth, width: width)
            panelOfC(rows, inner, a, panel, copying: false, target)
        }
    }
}

/// Up to `depth` steps of k of A·Bᵀ for a few rows of A, as (B·Aᵀ)ᵀ: so the larger factor is read as
/// it lies, and once.
@inline(__always)
private func multiplyTurned(
    _ rows: Int, _ columns: Int, _ inner: Int, _ a: Source, _ aStride: Int, _ b: RightFactor,
    _ c: Result
) {
    let packed = kernels_scratch()
    let product = packed + depth * panelWidth
    let turned = product + turnedRows * panelWidth
    for row in Swift.stride(from: 0, to: rows, by: panelWidth) {
        let width = min(panelWidth, rows - row)
        packPanel(a + row * aStride, aStride, isTransposed: true, inner, width, into: packed)
        let panel = Panel(pointer: UnsafePointer(packed), stride: panelWidth, width: width)
        for column in Swift.stride(from: 0, to: columns, by: turnedRows) {
            let count = min(turnedRows, columns - column)
            panelOfC(
                count, inner, LeftFactor(b.pointer + column * b.stride, stride: b.stride), panel,
                copying: false, Result(pointer: product, stride: panelWidth, adds: false))
            transpose(
                rows: count, columns: width, product, stride: panelWidth, into: turned,
                targetStride: turnedRows)
            let target = c.from(row: row, column: column)
            for index in 0..<width {
                target.write(from: turned + index * turnedRows, count, row: index)
            }
        }
    }
}
