import Foundation

/// The commit that a program was built from, and whether its source tree had changes.
package struct Revision: Codable, Hashable, Sendable, CustomStringConvertible {
    package enum Dirtiness: String, Codable, Sendable { case yes, no, unknown }

    /// The commit; "unknown" where nothing tells it.
    package let commit: String
    /// Whether the program's sources had changes beside the commit. Results are no part of them.
    package let isDirty: Dirtiness
    /// The changed files as git lists them (` M Sources/a.swift`), at most `namedChanges` of them.
    package let changes: [String]
    /// How many files have changed.
    package let changeCount: Int
    /// The reason that something is unknown, or that a clean tree is not what was built.
    package let reason: String?

    package static let unknownCommit = "unknown"
    /// The number of changed files that are named.
    package static let namedChanges = 5

    /// A commit of which the tree is known.
    /// - Parameter changes: all changed files.
    package init(commit: String, changes: [String]) {
        self.commit = commit
        isDirty = changes.isEmpty ? .no : .yes
        self.changes = Array(changes.prefix(Self.namedChanges))
        changeCount = changes.count
        reason = nil
    }

    /// A commit of which not all is known.
    init(commit: String = unknownCommit, isDirty: Dirtiness = .unknown, because reason: String) {
        self.commit = commit
        self.isDirty = isDirty
        self.changes = []
        changeCount = 0
        self.reason = reason
    }

    /// The commit and the doubts about it, on one line.
    package var description: String { commit + (doubt.map { " (\($0))" } ?? "") }

    /// What differs from the commit or is unknown, in words; nil for a clean tree.
    package var doubt: String? {
        guard isDirty != .no || commit == Self.unknownCommit else { return nil }
        if let reason { return reason }
        let more = changeCount - changes.count
        // A name may hold a newline.
        let names = changes.map {
            $0.trimmingCharacters(in: .whitespaces).replacing("\n", with: "?")
        }
        return "changed: " + names.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
