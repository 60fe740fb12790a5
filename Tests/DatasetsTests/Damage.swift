import Foundation
import TestSupport
import Testing

@testable import Datasets

/// Files as they may arrive: damaged, cut, lied about, swapped.
struct Damage {
    private var numbers: TestNumbers

    init(seed: UInt64) { numbers = TestNumbers(seed: seed) }

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &numbers) }

    /// `files` with one to three faults.
    mutating func applied(to files: [String: [UInt8]]) -> [String: [UInt8]] {
        var files = files
        for _ in 0...below(3) {
            let names = files.keys.sorted()
            let (name, other) = (names[below(names.count)], names[below(names.count)])
            if below(8) == 0 {
                (files[name], files[other]) = (files[other], files[name])
            } else {
                files[name] = damaged(files[name] ?? [])
            }
        }
        return files
    }

    private mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [UInt8(below(256))] }
        var bytes = bytes
        let place = below(bytes.count)
        switch below(9) {
        case 0, 1:
            for _ in 0...below(8) { bytes[below(bytes.count)] ^= 1 << UInt8(below(8)) }
        case 2: bytes.removeLast(bytes.count - place)
        case 3: bytes.insert(contentsOf: (0...below(20)).map { _ in UInt8(below(256)) }, at: place)
        case 4: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(20)))
        case 5:
            // Numbers in a header: none, one, and those at which products overflow.
            let lies: [UInt32] = [0, 1, 2, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x10000, 0x803]
            let lie = lies[below(lies.count)]
            let start = 4 * below(4)
            for index in 0..<4 where start + index < bytes.count {
                bytes[start + index] = UInt8(lie >> UInt32(24 - 8 * index) & 0xff)
            }
        case 6: bytes += bytes
        case 7:
            let words: [[UInt8]] = [
                [0xef, 0xbb, 0xbf], [0x0d], [0x0d, 0x0a], [0x0a], [0], [0xe2, 0x80, 0xa8], [0xff],
                Array("  ".utf8), Array("é".utf8),
            ]
            bytes.insert(contentsOf: words[below(words.count)], at: below(2) == 0 ? 0 : place)
        default: bytes = []
        }
        return bytes
    }

    /// Damages files again and again. What is read of them has to be what `reading` itself finds in
    /// the files, or an error in one line that names the folder or one of its files where it finds
    /// nothing; each within 5 s of processor time.
    /// - Parameters:
    ///   - read: the reader under test.
    ///   - reading: the content that the files have by the description of their form; nil where they
    ///     have none.
    static func survive<Content: Equatable>(
        _ files: [String: [UInt8]], seed: UInt64,
        read: (_ folder: String) throws -> Content,
        reading: (_ files: [String: [UInt8]]) -> Content?
    ) throws {
        var damage = Damage(seed: seed)
        var (valid, refused) = (0, 0)
        for trial in 0..<Chaos.trials(short: 100, long: 2000) {
            let damaged = damage.applied(to: files)
            try withFolder(damaged) { folder in
                let start = processorSeconds()
                // What hangs is not waited for.
                let watchdog = DispatchWorkItem { fatalError("trial \(trial) of \(seed) hangs") }
                DispatchQueue.global().asyncAfter(deadline: .now() + 120, execute: watchdog)
                defer { watchdog.cancel() }
                let expected = reading(damaged)
                do {
                    let content = try read(folder)
                    #expect(content == expected, "trial \(trial) of \(seed)")
                    valid += 1
                } catch {
                    #expect(error is DataError, "trial \(trial) of \(seed): \(error)")
                    #expect(expected == nil, "trial \(trial) of \(seed): \(error)")
                    #expect("\(error)".hasPrefix("data is '\(folder)"), "\(error)")
                    #expect(!"\(error)".contains { $0.isNewline }, "\(error)")
                    refused += 1
                }
                #expect(processorSeconds() - start < 5, "trial \(trial) of \(seed)")
            }
        }
        #expect(valid > 0 && refused > 0, "\(valid) valid, \(refused) refused")
    }

    /// The processor time of this thread: that of the clock depends on what else runs.
    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
