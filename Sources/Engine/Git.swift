import Foundation
import Processes

/// What git says of the package in a folder. It takes no lock, and the variables that would have it
/// look elsewhere are taken away from it.
struct Git {
    let folder: String
    /// How long an answer may take, in seconds.
    let seconds: Double

    private enum Answer {
        case text(String)
        case refusal(String)
    }

    /// The endings of files that a program is compiled from.
    private static let sourceEndings: Set = ["swift", "c", "h", "modulemap"]

    /// The revision of a program that was built from this folder at a time.
    func revision(ofProgramBuilt built: FileTime) -> Revision {
        let commit: String
        switch ask(["rev-parse", "--verify", "HEAD"]) {
        case .text(let text): commit = text.trimmingCharacters(in: .whitespacesAndNewlines)
        case .refusal(let reason): return Revision(because: reason)
        }
        switch ask(
            ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--"]
                + [":/", ":(top,exclude)results", ":(exclude)results"])
        {
        case .text(""): break
        case .text(let text):
            return Revision(
                commit: commit, changes: text.split(separator: "\0").map(String.init))
        case .refusal(let reason): return Revision(commit: commit, because: reason)
        }
        switch ask(["ls-files", "-z"]) {
        case .refusal(let reason): return Revision(commit: commit, because: reason)
        case .text(let text):
            let newer = text.split(separator: "\0").first { file in
                let url = URL(filePath: folder).appending(path: String(file))
                guard Self.sourceEndings.contains(url.pathExtension),
                    !file.hasPrefix("Tests/"), let changed = FileTime(url.path)
                else { return false }
                return changed > built
            }
            guard let newer else { return Revision(commit: commit, changes: []) }
            return Revision(
                commit: commit, isDirty: .yes, because: "\(newer) is newer than the program")
        }
    }

    private func ask(_ arguments: [String]) -> Answer {
        let misleading = ProcessInfo.processInfo.environment.keys.filter {
            $0.hasPrefix("GIT_") && !$0.hasPrefix("GIT_CONFIG")
        }
        let words =
            misleading.sorted().flatMap { ["-u", $0] } + ["LC_ALL=C", "git", "-C", folder]
            + ["--no-optional-locks", "-c", "core.fsmonitor=false"] + arguments
        let answer: FinishedProcess
        do {
            answer = try .run("env", words, within: seconds, outputLimit: 1 << 24)
        } catch {
            return .refusal("\(error)")
        }
        switch answer.ending {
        case .exited(0): return .text(String(decoding: answer.output, as: UTF8.self))
        case .exited(127): return .refusal("there is no git")
        case .exited, .signalled:
            let complaint = String(decoding: answer.complaints, as: UTF8.self)
            let line = complaint.split(separator: "\n").first.map(String.init) ?? "git failed"
            return .refusal(line.hasPrefix("fatal: ") ? String(line.dropFirst(7)) : line)
        case .timedOut: return .refusal("git did not answer within \(seconds) s")
        }
    }
}
