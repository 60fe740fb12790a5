import Glibc
import Synchronization

/// The memory that tensors may take, all together.
///
/// A system that promises more memory than it has kills whoever uses it; a process that knows what
/// there is ends with a reason instead.
package enum MemoryBudget {
    private static let left = Atomic<Int>(.max)

    /// Allows tensors `bytes` from now on; without it there is no bound.
    package static func set(_ bytes: Int) { left.store(bytes, ordering: .relaxed) }

    /// Memory that is not set to anything. Where there is not enough, a line on standard error says
    /// so and the process ends with exit code 1.
    static func take(_ bytes: Int, alignment: Int) -> UnsafeMutableRawPointer {
        let rest = left.subtract(bytes, ordering: .relaxed).newValue
        var memory: UnsafeMutableRawPointer?
        guard rest >= 0, posix_memalign(&memory, alignment, bytes) == 0, let memory else {
            let line = Array((shortage(of: bytes, left: rest + bytes) + "\n").utf8)
            _ = write(STDERR_FILENO, line, line.count)
            exit(1)
        }
        return memory
    }

    static func give(back memory: UnsafeMutableRawPointer, _ bytes: Int) {
        free(memory)
        left.add(bytes, ordering: .relaxed)
    }

    private static func shortage(of bytes: Int, left: Int) -> String {
        func gibibytes(_ bytes: Int) -> Double { (Double(bytes) / 0x1p30 * 100).rounded() / 100 }
        let rest = left < 1 << 50 ? ", of which \(gibibytes(max(0, left))) GiB are left" : ""
        return
            "not enough memory for a tensor of \(gibibytes(bytes)) GiB\(rest): use fewer units, a "
            + "smaller batch or a shorter window"
    }
}
