import ArgumentParser
import Foundation
import Kernels

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Times training windows, as standard input asks.",
        discussion: """
            One line a request, one line an answer, so that a script can let several programs take
            turns on the same work:
              build METHOD UNITS BATCH TRUNCATION    bytes of working memory: an LSTM
              build_layers METHOD UNITS BATCH DEPTH NORMALIZED
                                                     the same: dense layers, NORMALIZED yes or no
              run WINDOWS                            seconds; a window of layers is an update
              peak                                   GFLOP/s of fused multiply-adds alone
              memory                                 peak resident bytes

            METHOD is a training method; make bench compares with other programs.
            """)

    func run() throws {
        var work: BenchWork?
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            switch words.first {
            case "build" where words.count == 5:
                work = try answering(.recurrent(words.dropFirst()))
            case "build_layers" where words.count == 6:
                work = try answering(.layers(words.dropFirst()))
            case "run" where words.count == 2:
                guard let windows = Int(words[1]), windows > 0, let work else {
                    throw OptionError.bench(line)
                }
                // To the nanosecond: more digits take a string to the heap, and allocations are
                // counted.
                try answer("\((work.run(windows) * 1e9).rounded() / 1e9)")
            case "peak" where words.count == 1:
                try answer("\(peakGigaflops())")
            case "memory" where words.count == 1:
                var usage = rusage()
                getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
                try answer("\(usage.ru_maxrss * 1024)")
            default: throw OptionError.bench(line)
            }
        }
    }

    private func answering(_ built: BenchWork) throws -> BenchWork {
        try answer("\(built.bytes)")
        return built
    }

    private func answer(_ text: String) throws {
        try Output.line(text)
        try Output.flush()
    }

    /// The speed of fused multiply-adds, the best of a few rounds, in GFLOP/s.
    private func peakGigaflops() -> Double {
        let rounds = 2_000_000
        let best = (0..<10).map { _ in
            seconds { _ = Kernels.table.multiplyAddPeak(rounds) }
        }.min()
        // 16 accumulators of 16 lanes, two operations each.
        return Double(rounds) * 16 * 16 * 2 / (best ?? .infinity) / 1e9
    }
}

/// The time that `work` takes, in seconds.
func seconds(_ work: () -> Void) -> Double {
    let start = ContinuousClock.now
    work()
    return (ContinuousClock.now - start) / .seconds(1)
}
