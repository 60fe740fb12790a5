import Foundation

/// The kernels in force for the whole process.
package enum Kernels {
    /// Chosen once. The command line checks the environment first and reports a mistake in it; a
    /// program that did not traps here rather than run on something else.
    package static let instructionSet: InstructionSet = {
        do {
            return try InstructionSet.select(environment: ProcessInfo.processInfo.environment)
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    package static let table = instructionSet.kernels
}
