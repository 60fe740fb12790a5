import Foundation
import Processes
import Store
import Sweeps
import Synchronization

/// Processes that read the files of cells for this one: libhdf5 lets one thread of a process in at a
/// time, and takes two thirds of the time that reading takes.
///
/// They only save time. What they do not give, for whatever reason, is read again by this process, which
/// then says what is wrong with a file.
package struct CellReaders: Sendable {
    /// The program and the arguments with which it does `answer`.
    private let command: [String]
    /// How many run at a time.
    private let count: Int

    /// The fewest files for which processes are worth their start.
    private static let fewest = 256
    /// The numbers of files that one process reads: few take less time than its start, and of many the
    /// last one would be waited for.
    private static let batchSizes = 128...512
    /// The most bytes of files that one process reads, but for the last of them.
    private static let mostBytes = 1 << 25
    /// The longest that one is waited for, in seconds, and the most bytes that one gives.
    private static let (patience, mostOutput) = (600.0, 1 << 28)

    package init(command: [String], count: Int) { (self.command, self.count) = (command, count) }

    /// A cell whose file is there.
    struct Request: Sendable {
        let cell: PlannedCell
        let path: String
        let stamp: CellIndex.Stamp
    }

    /// Whether they take less time than this process alone.
    func pay(for files: Int) -> Bool { count > 1 && files >= Self.fewest }

    /// Reads the files of cells.
    /// - Parameter take: turns a record into what is wanted of it; called on several threads. Where it
    ///   throws there is nothing.
    /// - Returns: what could be read, by the cells' places in their plan.
    func read<Content: Sendable>(
        _ requests: [Request], _ take: @Sendable (Request, CellRecord) throws -> Content
    ) -> [Int: Content] {
        guard pay(for: requests.count) else { return [:] }
        let batches = Mutex(batches(requests)[...])
        let contents = Mutex<[Int: Content]>([:])
        DispatchQueue.concurrentPerform(iterations: count) { _ in
            // Where none can be started, the batches are left to the others.
            while let batch = batches.withLock({ $0.popFirst() }), let records = records(of: batch)
            {
                for (request, record) in records {
                    guard let content = try? take(request, record) else { continue }
                    contents.withLock { $0[request.cell.index] = content }
                }
            }
        }
        return contents.withLock(\.self)
    }

    private func batches(_ requests: [Request]) -> [[Request]] {
        let files = min(
            max(requests.count / (4 * count), Self.batchSizes.lowerBound),
            Self.batchSizes.upperBound)
        var batches: [[Request]] = []
        var bytes = Int.max
        for request in requests {
            if bytes > Self.mostBytes || batches.last?.count == files {
                batches.append([])
                bytes = 0
            }
            batches[batches.count - 1].append(request)
            // A file may say that it has any size.
            bytes += min(request.stamp.size, Self.mostBytes + 1)
        }
        return batches
    }

    /// Has a process read some files.
    /// - Returns: those that it could read; nil when it cannot be started.
    private func records(of batch: [Request]) -> [(Request, CellRecord)]? {
        guard let input = try? JSONEncoder().encode(batch.map(\.path)),
            let answer = try? FinishedProcess.run(
                command[0], Array(command.dropFirst()), input: [UInt8](input + "\n".utf8),
                environment: ["SWIFT_BACKTRACE": "enable=no"], within: Self.patience,
                outputLimit: Self.mostOutput)
        else { return nil }
        var reader = ByteReader(answer.output)
        var records: [(Request, CellRecord)] = []
        // What is cut short at the end is left out.
        while let index = try? reader.takeCount(), batch.indices.contains(index),
            let bytes: [UInt8] = try? reader.takeNumbers()
        {
            var inside = ByteReader(bytes)
            let request = batch[index]
            if let root = try? inside.takeRoot(),
                let record = try? CellRecord(root, path: request.path)
            {
                records.append((request, record))
            }
        }
        return records
    }

    /// What such a process does: it reads files and writes what is in them to its output.
    /// - Parameters:
    ///   - paths: of the files, which it gets on standard input as a line of JSON.
    ///   - write: takes the output, part by part.
    package static func answer(
        _ paths: [String], write: ([UInt8]) throws -> Void
    ) rethrows {
        for (index, path) in paths.enumerated() {
            guard let root = try? CellRecord.readRoot(path) else { continue }
            var (inside, writer) = (ByteWriter(), ByteWriter())
            inside.put(root)
            writer.put(index)
            writer.put(inside.bytes)
            try write(writer.bytes)
        }
    }
}
