/// The working memory of a trainer: matrices cut from a few large slabs.
///
/// Everything is taken once, while a trainer is built; training itself allocates nothing. Matrices
/// start on 64-byte boundaries and stay valid as long as any view of them.
package final class Workspace {
    /// The number of floats in a slab: 2 MiB, a large page.
    private static let slabCount = 1 << 19
    /// The number of floats in 64 bytes.
    private static let alignment = 16

    private var slab = Storage(count: 0)
    private var used = 0
    /// The memory handed out so far, in bytes.
    package private(set) var bytes = 0

    /// A workspace without memory, which it takes when it is first asked for.
    package init() {}

    /// Hands out a contiguous matrix of zeros.
    package func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        let count = rows * columns
        if used + count > slab.count {
            slab = Storage(count: max(Self.slabCount, count))
            used = 0
        }
        let matrix = Matrix(
            owner: slab, offset: used, rows: rows, columns: columns, stride: columns)
        used += (count + Self.alignment - 1) / Self.alignment * Self.alignment
        bytes += count * MemoryLayout<Float>.stride
        return matrix
    }
}
