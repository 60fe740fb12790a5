import Engine
import Kernels
import Store
import Vocabulary

/// What `--version` prints: the program, what it was built from, and what it works with.
enum VersionText {
    static var lines: [String] {
        let revision = Revision.ofThisProgram()
        let here = Provenance.current(
            commit: revision.commit, isDirty: revision.isDirty.rawValue,
            instructionSet: Kernels.instructionSet.rawValue, command: "", wallTime: 0)
        // Versions follow the schema of configurations.
        return [
            "presage \(Configuration.schemaVersion)",
            "commit: \(revision.description)",
            "dirty: \(here.gitDirty)",
            "instruction set: \(here.instructionSet)",
            "hdf5: \(here.hdf5Version)",
            "swift: \(here.swiftVersion)",
        ]
    }
}
