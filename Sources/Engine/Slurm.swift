import Processes

/// Slurm as its commands show it.
package enum Slurm {
    /// The array's size where Slurm does not tell its limit.
    private static let usualArraySize = 1000
    /// How long a command may take, in seconds: a busy controller is slow.
    private static let patience = 120.0

    /// The most tasks that an array may have.
    package static var arraySize: Int {
        guard
            let answer = try? FinishedProcess.run(
                "scontrol", ["show", "config"], within: patience, outputLimit: 1 << 20)
        else { return usualArraySize }
        let text = String(decoding: answer.output, as: UTF8.self)
        let size = text.firstMatch(of: /(?m)^MaxArraySize\s*=\s*([0-9]+)/).flatMap { Int($0.1) }
        return max(1, size ?? usualArraySize)
    }

    /// Submits a job.
    /// - Returns: its number.
    package static func submit(_ arguments: [String]) throws(SlurmError) -> String {
        let answer: FinishedProcess
        do {
            answer = try .run("sbatch", arguments, within: patience, outputLimit: 1 << 16)
        } catch {
            throw error.isMissingProgram ? .noSlurm : .notAsked("\(error)")
        }
        let output = String(decoding: answer.output, as: UTF8.self)
        // A number, and in a federation the cluster's name behind a semicolon.
        let number = output.prefix { $0.isNumber }
        guard case .exited(0) = answer.ending, !number.isEmpty else {
            let complaint = String(decoding: answer.complaints, as: UTF8.self)
            let lines = complaint.split(separator: "\n")
            throw .refused(lines.last.map(String.init) ?? "no reason given")
        }
        return String(number)
    }
}

/// A reason that nothing was submitted.
package enum SlurmError: Error, Hashable, Sendable {
    case noSlurm
    /// sbatch cannot be started.
    case notAsked(String)
    /// sbatch refuses, in its last words.
    case refused(String)
}

extension SlurmError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSlurm:
            "there is no sbatch here: submit where Slurm is installed, or see the scripts with "
                + "--dry-run"
        case .notAsked(let reason): reason
        case .refused(let reason): "Slurm refuses the job: \(reason)"
        }
    }
}
