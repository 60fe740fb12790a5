import Foundation
import Vocabulary

extension Configuration {
    /// Checks that the data are those that the sweep was planned with.
    /// - Throws: `DataError`, and `RunError.otherData` when they are not.
    func checkData() throws {
        guard reads.contains(.dataFingerprint), self[.dataFingerprint] != "none" else { return }
        let now = try withDataFingerprint()[.dataFingerprint]
        if now != self[.dataFingerprint] {
            throw RunError.otherData(self[.data], planned: self[.dataFingerprint], now: now)
        }
    }
}

/// A reason that a configuration cannot be run.
enum RunError: Error, Hashable, CustomStringConvertible {
    /// The data are not those that the sweep was planned with.
    case otherData(String, planned: String, now: String)
    /// There was no job to read.
    case noJob
    /// Workers are to talk through Open MPI, which the program was built without.
    case withoutMPI
    /// What was read is no job, for this reason.
    case badJob(String)

    var description: String {
        switch self {
        case .otherData(let data, let planned, let now):
            "data is '\(data)', which has changed since the sweep was planned (hash \(planned), now "
                + "\(now)): run the sweep again"
        case .noJob: "no job: the first line of standard input must be one"
        case .withoutMPI:
            "link is 'mpi', but this program was built without Open MPI: install libopenmpi-dev and build "
                + "with make, or use unix"
        case .badJob(let reason):
            "no job: \(oneLine(reason)): the first line of standard input must be what presage itself gives"
        }
    }
}

extension Decodable {
    /// Reads what a process is told on a line of JSON.
    /// - Throws: `RunError.badJob` for anything else.
    init(job line: String) throws(RunError) {
        do { self = try JSONDecoder().decode(Self.self, from: Data(line.utf8)) } catch {
            throw .badJob("\(error)")
        }
    }
}
