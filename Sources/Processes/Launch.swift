import CProcesses
import Glibc

/// Starts a program, the one way in which this package does.
///
/// It gets standard streams, the descriptors named and nothing else that is ours; what we do about
/// signals does not reach it. Writing to a program that has ended never
/// ends us.
struct Launch {
    /// The program: a path, or a name found on the PATH.
    let program: String
    let arguments: [String]
    /// The variables added to our environment.
    let environment: [String: String]
    /// Descriptors that the program has too, under their numbers.
    var inherited: [Int32] = []
    /// Whether it leads a process group of its own: what a terminal sends to ours does not reach it.
    var isApart = false

    /// - Returns: the process's identifier.
    /// - Throws: `ProcessError.notStarted`.
    func start(input: Int32, output: Int32, complaints: Int32) throws(ProcessError) -> pid_t {
        brokenPipesAreErrors()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (ours, theirs) in [(input, Int32(0)), (output, 1), (complaints, 2)] {
            posix_spawn_file_actions_adddup2(&actions, ours, theirs)
        }
        // Some of ours are our parent's, as a cell's claim is.
        if inherited.isEmpty { _ = cprocesses_close_others(&actions) }
        // On itself: it stays open.
        for number in inherited { posix_spawn_file_actions_adddup2(&actions, number, number) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        // What our caller ignores, as nohup does, the program ignores too.
        var pipe = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &pipe)
        let group = isApart ? POSIX_SPAWN_SETPGROUP : 0
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group))

        var identifier = pid_t()
        let words = CStrings([program] + arguments)
        let variables = CStrings(mergedEnvironment)
        let error = posix_spawnp(
            &identifier, program, &actions, &attributes, words.pointers, variables.pointers)
        guard error == 0 else { throw .notStarted(program: program, error: error) }
        return identifier
    }

    private var mergedEnvironment: [String] {
        var variables: [String] = []
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            let name = text.prefix { $0 != "=" }
            if environment[String(name)] == nil { variables.append(text) }
            next += 1
        }
        return variables + environment.map { "\($0)=\($1)" }
    }
}

private let ignoringBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

/// Makes writing to a pipe that nobody reads an error like others, not the end of this process.
package func brokenPipesAreErrors() { ignoringBrokenPipes }

/// Strings as C takes lists of them.
private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }

    deinit { for pointer in pointers { free(pointer) } }
}
