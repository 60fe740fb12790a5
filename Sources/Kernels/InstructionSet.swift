@_exported import CKernels
import KernelsPlain
import KernelsV3
import KernelsV4

/// The vector instructions the kernels run on. All give the same bits.
package enum InstructionSet: String, CaseIterable, Sendable {
    /// Whatever the compiler's baseline has: correct anywhere, slow.
    case plain
    /// x86-64-v3: AVX2 and FMA.
    case v3
    /// x86-64-v4: AVX-512.
    case v4

    /// The environment variable that forces one.
    package static let variable = "PRESAGE_KERNELS"

    package var isSupported: Bool {
        switch self {
        case .plain: true
        case .v3: processor_supportsV3()
        case .v4: processor_supportsV4()
        }
    }

    /// Those this processor runs, the widest last.
    package static var supported: [InstructionSet] { allCases.filter(\.isSupported) }

    /// The kernels compiled for these instructions.
    /// - Precondition: `isSupported`.
    package var kernels: KernelTable {
        precondition(isSupported, "this processor does not run \(rawValue) code")
        return switch self {
        case .plain: KernelsPlain.kernelTable
        case .v3: KernelsV3.kernelTable
        case .v4: KernelsV4.kernelTable
        }
    }

    /// The instructions to run on: the widest supported, unless the environment forces others.
    /// - Throws: `InstructionSetError` when it forces what does not exist or does not run here.
    package static func select(
        environment: [String: String]
    ) throws(InstructionSetError) -> InstructionSet {
        guard let forced = environment[variable] else { return supported.last ?? .plain }
        guard let instructionSet = InstructionSet(rawValue: forced) else {
            throw InstructionSetError(forced: forced, isKnown: false)
        }
        guard instructionSet.isSupported else {
            throw InstructionSetError(forced: forced, isKnown: true)
        }
        return instructionSet
    }
}

/// The environment forces kernels that cannot be had.
package struct InstructionSetError: Error, Hashable, Sendable, CustomStringConvertible {
    package let forced: String
    package let isKnown: Bool

    package var description: String {
        let choices = InstructionSet.supported.map(\.rawValue).joined(separator: ", ")
        let fault = isKnown ? "does not run on this processor" : "is not an instruction set"
        return
            "\(InstructionSet.variable) is '\(forced)', which \(fault): it must be one of \(choices)"
    }
}
