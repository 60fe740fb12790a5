import CKernels

// The tiles of C that `matrixProduct` keeps in registers. A panel is as many columns as a tile has.

/// Some columns of B.
struct Panel {
    let pointer: Source
    let stride: Int
    let width: Int
}

#if WIDE
    /// Two vectors, which with twelve rows fill the 32 registers of AVX-512.
    let panelWidth = 32
    let tileRows = 12
    /// How many rows of C a panel of B must serve, and more, to be copied together.
    let copiedFrom = 24
    private typealias WholeTile = TwelveWide
    private typealias EdgeTile = FourWide
#else
    /// One vector, two registers of AVX2: with six rows twelve of its sixteen.
    let panelWidth = 16
    let tileRows = 6
    /// How many rows of C a panel of B must serve, and more, to be copied together.
    let copiedFrom = 6
    private typealias WholeTile = Six
    private typealias EdgeTile = Four
#endif

/// All rows of one panel of C.
/// - Parameter copying: the first tile copies the panel, which is a whole one, together for the others.
@inline(__always)
func panelOfC(
    _ rows: Int, _ inner: Int, _ a: LeftFactor, _ b: Panel, copying: Bool, _ c: Result
) {
    #if WIDE
        if b.width <= 16 && a.isPacked {
            return panelOfC(Twelve.self, Four.self, rows, inner, a, b, copying: false, c)
        }
        if b.width <= 16 {
            // More rows that lie apart by a power of two would push each other out of the first cache.
            return panelOfC(Eight.self, Four.self, rows, inner, a, b, copying: false, c)
        }
    #endif
    panelOfC(WholeTile.self, EdgeTile.self, rows, inner, a, b, copying: copying, c)
}

/// The same in whole tiles of one kind, then the rows that are left in tiles of another.
@inline(__always)
private func panelOfC<Whole: Tile, Edge: Tile>(
    _: Whole.Type, _: Edge.Type, _ rows: Int, _ inner: Int, _ a: LeftFactor, _ b: Panel,
    copying: Bool, _ c: Result
) {
    var b = b
    let offsets = RowOffsets(a.rowDistance, last: 3)
    var row = 0
    if copying {
        let copy = kernels_scratch()
        tile(Whole.self, Whole.rows, inner, a.pointer, a.step, offsets, b, copyingTo: copy, c)
        b = Panel(pointer: UnsafePointer(copy), stride: panelWidth, width: b.width)
        row = Whole.rows
    }
    let distance = a.isPacked ? tileRows * inner : Whole.rows * a.rowDistance
    var top = row == 0 ? a.pointer : a.pointer + distance
    while row + Whole.rows <= rows {
        tile(
            Whole.self, Whole.rows, inner, top, a.step, offsets, b, copyingTo: nil,
            c.from(row: row, column: 0))
        row += Whole.rows
        top += distance
    }
    while row < rows {
        let count = min(rows - row, Edge.rows)
        tile(
            Edge.self, count, inner, top, a.step, RowOffsets(a.rowDistance, last: count - 1), b,
            copyingTo: nil, c.from(row: row, column: 0))
        row += Edge.rows
        top += Edge.rows * a.rowDistance
    }
}

/// One tile, or as much of it as there is.
/// - Parameter copy: where the panel goes on the way.
@inline(__always)
private func tile<T: Tile>(
    _: T.Type, _ rows: Int, _ inner: Int, _ a: Source, _ step: Int, _ offsets: RowOffsets,
    _ b: Panel, copyingTo copy: Target?, _ c: Result
) {
    var tile = T()
    var (from, panel, copied) = (a, b.pointer, copy)
    for _ in 0..<inner {
        tile.add(from, offsets, panel)
        if let target = copied {
            for offset in Swift.stride(from: 0, to: T.width, by: 16) {
                // Rows far apart are not foreseen by the processor; they may share a set of the first
                // cache, which holds eight.
                prefetch(panel + 4 * b.stride + offset)
                store(load(panel + offset, 16), target + offset, 16)
            }
            copied = target + panelWidth
        }
        from += step
        panel += b.stride
    }
    if rows == T.rows && b.width == T.width {
        tile.write(c)
    } else {
        let whole = kernels_tile()
        tile.write(Result(pointer: whole, stride: T.width, adds: false))
        for row in 0..<rows { c.write(from: whole + row * T.width, b.width, row: row) }
    }
}

/// How far the rows of A that four rows of a tile read lie from the first of them; rows after the
/// `last` are read as that one.
private struct RowOffsets {
    let (one, two, three, four): (Int, Int, Int, Int)

    @inline(__always)
    init(_ distance: Int, last: Int) {
        one = min(1, last) * distance
        two = min(2, last) * distance
        three = last * distance
        four = 4 * distance
    }
}

/// A part of C in registers.
private protocol Tile {
    static var rows: Int { get }
    static var width: Int { get }

    /// A tile of zeros.
    init()
    /// Adds one step of k: a column of A by a row of B.
    mutating func add(_ a: Source, _ rows: RowOffsets, _ b: Source)
    func write(_ c: Result)
}

/// Four rows, one vector wide.
private struct Four: Tile {
    static var rows: Int { 4 }
    static var width: Int { 16 }
    private var (x0, x1, x2, x3) = (Vector(), Vector(), Vector(), Vector())

    @inline(__always)
    mutating func add(_ a: Source, _ rows: RowOffsets, _ b: Source) {
        add(
            splat(a[0]), splat(a[rows.one]), splat(a[rows.two]), splat(a[rows.three]), load(b, 16))
    }

    @inline(__always)
    mutating func add(_ a0: Vector, _ a1: Vector, _ a2: Vector, _ a3: Vector, _ b: Vector) {
        x0 = fma(a0, b, x0)
        x1 = fma(a1, b, x1)
        x2 = fma(a2, b, x2)
        x3 = fma(a3, b, x3)
    }

    @inline(__always)
    func write(_ c: Result) {
        c.write(x0, row: 0)
        c.write(x1, row: 1)
        c.write(x2, row: 2)
        c.write(x3, row: 3)
    }
}

#if WIDE
    /// Four rows, two vectors wide.
    private struct FourWide: Tile {
        static var rows: Int { 4 }
        static var width: Int { 32 }
        private var (left, right) = (Four(), Four())

        @inline(__always)
        mutating func add(_ a: Source, _ rows: RowOffsets, _ b: Source) {
            let (a0, a1) = (splat(a[0]), splat(a[rows.one]))
            let (a2, a3) = (splat(a[rows.two]), splat(a[rows.three]))
            left.add(a0, a1, a2, a3, load(b, 16))
            right.add(a0, a1, a2, a3, load(b + 16, 16))
        }

        @inline(__always)
        func write(_ c: Result) {
            left.write(c)
            right.write(c.from(row: 0, column: 16))
        }
    }

    /// Eight rows, one vector wide.
    private struct Eight: Tile {
        static var rows: Int { 8 }
        static var width: Int { 16 }
        private var (first, second) = (Four(), Four())

        @inline(__always)
        mutating func add(_ a: Source, _ rows: RowOffsets, _ b: Source) {
            first.add(a, rows, b)
            second.add(a + rows.four, rows, b)
        }

        @inline(__always)
        func write(_ c: Result) {
            first.write(c)
            second.write(c.from(row: 4, column: 0))
        }
    }

    /// Twelve rows.
    private struct ThreeTimes<Rows: Tile>: Tile {
        static var rows: Int { 3 * Rows.rows }
        static var width: Int { Rows.width }
        private var (first, second, third) = (Rows(), Rows(), Rows())

        @inline(__always)
        mutating func add(_ a: Source, _ rows: RowOffsets, _ b: Source) {
            first.add(a, rows, b)
            second.add(a + rows.four, rows, b)
            third.add(a + 2 * rows.four, rows, b)
        }

        @inline(__always)
        func write(_ c: Result) {
            first.write(c)
            second.write(c.from(row: 4, column: 0))
            third.write(c.from(row: 8, column: 0))
        }
    }

    private typealias TwelveWide = ThreeTimes<FourWide>
    private typealias Twelve = ThreeTimes<Four>
#else
    /// Six rows, one vector wide.
    private struct Six: Tile {
        static var rows: Int { 6 }
        static var width: Int { 16 }
        private var four = Four()
        private var (x4, x5) = (Vector(), Vector())

        @inline(__always)
        mutating func add(_ a: Source, _ rows: RowOffsets, _ b: Source) {
            let below = a + rows.four
            four.add(a, rows, b)
            x4 = fma(splat(below[0]), load(b, 16), x4)
            x5 = fma(splat(below[rows.one]), load(b, 16), x5)
        }

        @inline(__always)
        func write(_ c: Result) {
            four.write(c)
            c.write(x4, row: 4)
            c.write(x5, row: 5)
        }
    }
#endif
