import ArgumentParser
import Foundation

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Times training windows, as standard input asks.",
        discussion: """
            One line a request, one line an answer, so that a script can let several programs take \
            turns on the same work:

              build METHOD UNITS BATCH TRUNCATION CELL
                  Builds a recurrent network; bytes of working memory.
              build_layers METHOD UNITS BATCH DEPTH NORMALIZED
                  Builds dense layers, NORMALIZED yes or no; bytes of working memory.
              parameters
                  How many numbers are trained in what was built.
              run WINDOWS
                  Seconds; a window of layers is an update.
              peak
                  GFLOP/s of fused multiply-adds alone.
              bandwidth BYTES
                  Bytes/s, so many read and written in place.
              product ROWS COLUMNS INNER KIND
                  GFLOP/s of a product alone, KIND plain (A*B), left (transposed A)
                  or right (transposed B).
              memory
                  Peak resident bytes.

            METHOD is a training method; make bench compares with other programs.
            """)

    func run() throws {
        var work: BenchWork?
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            switch words.first {
            case "build" where words.count == 6:
                work = try answering(.recurrent(words.dropFirst()))
            case "build_layers" where words.count == 6:
                work = try answering(.layers(words.dropFirst()))
            case "parameters" where words.count == 1:
                guard let work else { throw OptionError.bench(line) }
                try answer("\(work.parameters)")
            case "run" where words.count == 2:
                guard let windows = positive(words[1]), let work else {
                    throw OptionError.bench(line)
                }
                // To the nanosecond: more digits take a string to the heap, and allocations are
                // counted.
                try answer("\((work.run(windows) * 1e9).rounded() / 1e9)")
            case "peak" where words.count == 1:
                try answer("\(BenchLimits.peakGigaflops())")
            case "bandwidth" where words.count == 2:
                guard let bytes = positive(words[1], upTo: 1 << 30) else {
                    throw OptionError.bench(line)
                }
                try answer("\(BenchLimits.bandwidth(bytes: bytes))")
            case "product" where words.count == 5:
                guard let rows = positive(words[1], upTo: 8192),
                    let columns = positive(words[2], upTo: 8192),
                    let inner = positive(words[3], upTo: 8192),
                    let kind = BenchLimits.ProductKind(rawValue: words[4])
                else { throw OptionError.bench(line) }
                try answer(
                    "\(BenchLimits.productGigaflops(rows: rows, columns: columns, inner: inner, kind))"
                )
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

    private func positive(_ word: String, upTo limit: Int = .max) -> Int? {
        Int(word).flatMap { (1...limit).contains($0) ? $0 : nil }
    }
}

/// The time that `work` takes, in seconds.
func seconds(_ work: () -> Void) -> Double {
    let start = ContinuousClock.now
    work()
    return (ContinuousClock.now - start) / .seconds(1)
}
