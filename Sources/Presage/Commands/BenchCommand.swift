import ArgumentParser
import Foundation
import Kernels
import Layers
import Optimizers
import Sweeps
import Synthesizers
import Tasks
import Tensor
import Trainers

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Times training windows, as told on standard input.",
        discussion: """
            One line a request, one line an answer, so that a script can let several programs take
            turns on the same work:
              build METHOD UNITS BATCH TRUNCATION    bytes of working memory
              run WINDOWS                            seconds
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
                let built = try BenchWork(words.dropFirst())
                answer("\(built.workspace.bytes)")
                work = built
            case "run" where words.count == 2:
                guard let windows = Int(words[1]), windows > 0, let work else {
                    throw OptionError.bench(line)
                }
                // To the nanosecond: more digits take a string to the heap, and allocations are
                // counted.
                answer("\((work.run(windows) * 1e9).rounded() / 1e9)")
            case "peak" where words.count == 1:
                answer("\(peakGigaflops())")
            case "memory" where words.count == 1:
                var usage = rusage()
                getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
                answer("\(usage.ru_maxrss * 1024)")
            default: throw OptionError.bench(line)
            }
        }
    }

    private func answer(_ text: String) {
        print(text)
        fflush(nil)
    }

    /// The best of a few rounds: what the core does when nothing is in its way.
    private func peakGigaflops() -> Double {
        let rounds = 2_000_000
        let best = (0..<10).map { _ in
            seconds { _ = Kernels.table.multiplyAddPeak(rounds) }
        }.min()
        // 16 accumulators of 16 lanes, two operations each.
        return Double(rounds) * 16 * 16 * 2 / (best ?? .infinity) / 1e9
    }
}

/// A stream that repeats what it read two steps before, trained on window by window.
final class BenchWork {
    let workspace = Workspace()
    private let trainer: any Trainer
    private let windows: [Window]
    private var next = 0

    /// - Parameter words: method, units, batch and truncation.
    /// - Throws: `SweepError` when one of them is not what its setting takes.
    init(_ words: some Sequence<String>) throws {
        var configuration = Configuration()
        for (setting, text) in zip(["method", "units", "batch", "truncation"], words) {
            let override = try Override(parsing: "\(setting)=\(text)")
            try configuration.assign(Assignment(setting, override.values[0]))
        }
        configuration[.synthesizerHidden] = 4 * configuration[.units]
        configuration[.sgScale] = 0.1
        let symbols = 10
        let (batch, truncation) = (configuration[.batch], configuration[.truncation])
        let network = RecurrentNetwork(
            symbols: symbols, units: configuration[.units], outputs: symbols)
        network.initialize(seed: 0, forgetBias: 1)
        trainer = RecurrentTraining.trainer(network, configuration, in: workspace)
        var stream = RandomStream(seed: 0, purpose: .trainingData)
        let count = 18
        let drawn = (0..<count * truncation * batch).map { _ in Int32(stream.below(symbols)) }
        let sequences = SequenceBatch(
            batch: batch, inputs: drawn,
            targets: Array(drawn.suffix(2 * batch) + drawn.dropLast(2 * batch)), lossScale: 1)
        // The first and the last are left out: they do without a part of the work.
        let all = WindowSchedule(truncation: truncation, remainder: .first).windows(of: sequences)
        windows = Array(Array(all)[1..<count - 1])
    }

    /// Trains on `count` windows.
    /// - Returns: seconds.
    func run(_ count: Int) -> Double {
        seconds {
            for _ in 0..<count {
                _ = trainer.train(on: windows[next], capturing: false)
                next = (next + 1) % windows.count
            }
        }
    }
}

private func seconds(_ work: () -> Void) -> Double {
    let start = ContinuousClock.now
    work()
    return (ContinuousClock.now - start) / .seconds(1)
}
