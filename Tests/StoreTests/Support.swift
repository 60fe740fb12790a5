import Foundation
import Synchronization
import Testing

@testable import Store

/// A cell with one of everything.
func sampleCell(command: String = "presage cell x") -> CellRecord {
    var provenance = Provenance.current(
        commit: "c0ffee", isDirty: "no", instructionSet: "plain",
        command: command, wallTime: 1.5, cpuTime: 1.25)
    provenance.createdUTC = "2026-01-02T03:04:05Z"
    provenance.peakMemory = 1 << 20
    let header = CellHeader(
        title: "x: truncation=3", experiment: "x", cellID: "truncation_3-0123456789abcdef",
        configurationJSON: #"{"seed":7,"data":"Ä \"quoted\".txt"}"#, seed: 7,
        axes: ["truncation": .integer(3), "method": "sg_linear", "learning_rate": .real(0.001)],
        status: .diverged, failure: "update 12: the loss is not finite", provenance: provenance)
    return CellRecord(
        header: header,
        datasets: [
            Dataset(
                coordinate: "update", .int64([10, 20, 30]), attributes: ["units": "updates"]),
            Dataset(
                "train_loss", dimensions: ["update"], shape: [3], .float64([1.5, .nan, 0.25]),
                attributes: ["long_name": "loss", "units": "bits"]),
            Dataset(coordinate: "evaluation", .int64([])),
            Dataset(
                "bits_per_character", dimensions: ["evaluation"], shape: [0], .float64([])),
            Dataset("updates", .int64([30])),
            Dataset("words", dimensions: ["word"], shape: [2], .strings(["", "naïve"])),
        ],
        groups: [
            Group(
                "parameters",
                datasets: [
                    Dataset(
                        "W_xh", dimensions: ["size_2", "size_3"], shape: [2, 3],
                        .float32([1, -0.0, .nan, 4, .infinity, 6])),
                    Dataset("b", dimensions: ["size_3"], shape: [3], .float32([7, 8, 9])),
                ]),
            Group(
                "capture",
                groups: [
                    Group(
                        "window_0", attributes: ["loss_scale": .real(2), "note": ""],
                        datasets: [Dataset("loss", .float64([0.5]))])
                ]),
        ])
}

/// Runs `body` on a thread of its own, whose hanging is a failure and not the end of the tests.
func within<Result: Sendable>(
    _ seconds: Double, _ body: @escaping @Sendable () -> Result
) throws -> Result {
    let outcome = Mutex<Result?>(nil)
    let isDone = DispatchSemaphore(value: 0)
    let thread = Thread {
        let result = body()
        outcome.withLock { $0 = result }
        isDone.signal()
    }
    thread.stackSize = 1 << 23
    thread.start()
    guard isDone.wait(timeout: .now() + seconds) == .success else { throw Hangs(seconds: seconds) }
    return try outcome.withLock { try #require($0) }
}

struct Hangs: Error { let seconds: Double }

/// What reading a cell file comes to.
enum Outcome: Sendable, Equatable {
    case read(CellRecord)
    case refused(StoreError)

    init(_ path: String) {
        do throws(StoreError) { self = .read(try CellRecord.read(path)) } catch {
            self = .refused(error)
        }
    }
}

/// A collected file with one of everything.
var sampleSweep: CollectedRecord {
    CollectedRecord(
        title: "x, size smoke", experiment: "x", attributes: ["size": "smoke"],
        axes: [
            Dataset(coordinate: "truncation", .int64([2, 3])),
            Dataset(coordinate: "method", .strings(["truncated_bptt", "sg_linear"])),
        ],
        coordinates: [Dataset(coordinate: "update", .int64([10, 20]))],
        variables: [
            Dataset(
                "cell_id", dimensions: ["truncation", "method"], shape: [2, 2],
                .strings(["a", "naïve", "", "d"])),
            Dataset(
                "status", dimensions: ["truncation", "method"], shape: [2, 2],
                .int64([0, 0, 1, 2])),
            Dataset(
                "train_loss", dimensions: ["truncation", "method", "update"],
                shape: [2, 2, 2], .float64([1, 2, 3, 4, .nan, .nan, 7, 8])),
        ])
}
