import Kernels
import Layers
import Tensor

/// What a core can do at most, and how near a product alone comes to it.
enum BenchLimits {
    /// Which factor of a product is read transposed.
    enum ProductKind: String {
        case plain, left, right
    }

    /// The speed of fused multiply-adds, the best of a few rounds, in GFLOP/s.
    static func peakGigaflops() -> Double {
        best(of: 5, lasting: 2e-3) { rounds in
            var sum: Float = 0
            return Double(Kernels.table.multiplyAddPeak(1000 * rounds, &sum))
        } / 1e9
    }

    /// The speed of memory, the best of a few rounds, in bytes/s.
    /// - Parameter bytes: of an array, which is read and written in place: both count.
    static func bandwidth(bytes: Int) -> Double {
        let array = Workspace().matrix(1, max(1, bytes / 4))
        return best(of: 5, lasting: 4e-3) { rounds in
            for _ in 0..<rounds { array.scale(by: 1) }
            return Double(2 * 4 * array.count * rounds)
        }
    }

    /// The speed of C = A·B alone, its factors in cache as far as they fit, in GFLOP/s.
    static func productGigaflops(
        rows: Int, columns: Int, inner: Int, _ kind: ProductKind
    ) -> Double {
        let workspace = Workspace()
        let (isLeft, isRight) = (kind == .left, kind == .right)
        let a = isLeft ? workspace.matrix(inner, rows) : workspace.matrix(rows, inner)
        let b = isRight ? workspace.matrix(columns, inner) : workspace.matrix(inner, columns)
        let c = workspace.matrix(rows, columns)
        var stream = RandomStream(seed: 0, purpose: .trainingData)
        a.fillUniform(within: 1, from: &stream)
        b.fillUniform(within: 1, from: &stream)
        return best(of: 5, lasting: 4e-3) { rounds in
            for _ in 0..<rounds {
                c.multiply(a, transposed: isLeft, by: b, byTransposed: isRight)
            }
            return Double(2 * rows * columns * inner * rounds)
        } / 1e9
    }

    /// The most work a second, of a few trials.
    /// - Parameter work: does so many rounds and returns how much that was.
    private static func best(
        of trials: Int, lasting time: Double, _ work: (_ rounds: Int) -> Double
    ) -> Double {
        let once = seconds { _ = work(1) }
        let rounds = max(1, Int(time / max(once, 1e-9)))
        return (0..<trials).reduce(0) { best, _ in
            var amount = 0.0
            let time = seconds { amount = work(rounds) }
            return max(best, amount / time)
        }
    }
}
