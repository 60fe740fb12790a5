import Glibc

/// A reason that a program is not started.
package enum ProcessError: Error, Hashable, Sendable {
    /// The system refuses: the number of its error.
    case notStarted(program: String, error: Int32)
    /// No pipe can be made: the number of the error.
    case noPipe(error: Int32)

    /// Whether it may work later, when other processes have ended: too many processes or open
    /// files, too little memory.
    package var isShortage: Bool {
        let error =
            switch self {
            case .notStarted(_, let error), .noPipe(let error): error
            }
        return [EAGAIN, ENOMEM, EMFILE, ENFILE].contains(error)
    }

    /// Whether the program is not there.
    package var isMissingProgram: Bool {
        if case .notStarted(_, ENOENT) = self { true } else { false }
    }
}

extension ProcessError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notStarted(let program, EAGAIN):
            "cannot start '\(program)': too many processes (ulimit -u)"
        case .notStarted(let program, let error):
            "cannot start '\(program)': \(systemMessage(error))"
        case .noPipe(EMFILE): "cannot start a program: too many open files (ulimit -n)"
        case .noPipe(let error): "cannot start a program: \(systemMessage(error))"
        }
    }
}

/// The system's words for the number of an error.
package func systemMessage(_ error: Int32) -> String { String(cString: strerror(error)) }
