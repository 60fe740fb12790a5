import ArgumentParser
import Engine

/// Whether results of a program may be made that no commit tells.
struct RevisionOptions: ParsableArguments {
    @Flag(
        name: .customLong("refuse-dirty"),
        help: "Run nothing unless the program was built from a commit without changes.")
    var refusesDirty = false

    /// The program's revision.
    /// - Throws: `DoubtfulRevision` when it is refused.
    func revision() throws(DoubtfulRevision) -> Revision {
        let revision = Revision.ofThisProgram()
        if refusesDirty, revision.doubt != nil { throw DoubtfulRevision(revision: revision) }
        return revision
    }
}

/// A program of which no commit tells the whole.
struct DoubtfulRevision: Error, Hashable, CustomStringConvertible {
    let revision: Revision

    var description: String {
        "--refuse-dirty: the program is not that of a commit, but \(revision): commit the changes "
            + "and build again"
    }
}
