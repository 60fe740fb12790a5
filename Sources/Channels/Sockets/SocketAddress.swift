import Glibc
import Processes

/// A place where a process of this machine, and none of another, can be connected to.
enum SocketAddress: Hashable {
    /// A path; its folder says who may.
    case unix(path: String)
    /// A port of the loopback interface; 0: one that is free.
    case loopback(port: UInt16)

    /// The most bytes that the path of a socket can have.
    private static let longest =
        MemoryLayout<sockaddr_un>.size
        - MemoryLayout<sa_family_t>.size - 1

    /// Listens there; connections are taken by `accept`.
    func listen() throws(ChannelError) -> Descriptor {
        let socket = try makeSocket(within: "listen")
        try check("listen", withAddress { bind(socket.number, $0, $1) })
        try check("listen", Glibc.listen(socket.number, 128))
        return socket
    }

    /// Connects to who listens there; calls of the connection never wait.
    func connect(to peer: Peer, _ deadline: Deadline) throws(ChannelError) -> Descriptor {
        while true {
            let socket = try makeSocket(within: "connect")
            let result = try withAddress { Glibc.connect(socket.number, $0, $1) }
            if result == 0 || errno == EINPROGRESS, socket.isConnected(deadline) {
                socket.tune()
                return socket
            }
            // The listener's queue is full: it will take somebody from it.
            guard errno == EAGAIN || errno == EINTR else {
                if errno == ECONNREFUSED || errno == ENOENT { throw .gone(peer) }
                throw .system(doing: "connect", error: errno)
            }
            if deadline.isOver { throw .silent(peer, seconds: deadline.seconds) }
            usleep(1000)
        }
    }

    /// The port of a socket that listens; 0 for a path.
    static func port(of socket: Descriptor) -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(socket.number, $0, &length)
            }
        }
        return result == 0 && address.sin_family == AF_INET
            ? UInt16(bigEndian: address.sin_port) : 0
    }

    private func makeSocket(within doing: String) throws(ChannelError) -> Descriptor {
        let family =
            switch self {
            case .unix: AF_UNIX
            case .loopback: AF_INET
            }
        let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let number = socket(family, Int32(flags), 0)
        try check(doing, number)
        return Descriptor(owning: number)
    }

    private func check(_ doing: String, _ result: Int32) throws(ChannelError) {
        if result < 0 { throw .system(doing: doing, error: errno) }
    }

    /// Gives the address in the form of the system.
    private func withAddress(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(ChannelError) -> Int32 {
        switch self {
        case .unix(let path):
            guard path.utf8.count <= Self.longest else { throw .longPath(path) }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            return Self.erased(&address, body)
        case .loopback(let port):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
            return Self.erased(&address, body)
        }
    }

    private static func erased<Address>(
        _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}

extension Descriptor {
    /// The room that is asked for in each direction, in bytes: it holds what a worker gives out while
    /// its neighbour computes.
    private static let room: Int32 = 1 << 20

    /// Sends small messages at once, and gives large ones room where the system lets.
    func tune() {
        set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        if !set(SOL_SOCKET, SO_SNDBUFFORCE, Self.room) { set(SOL_SOCKET, SO_SNDBUF, Self.room) }
        if !set(SOL_SOCKET, SO_RCVBUFFORCE, Self.room) { set(SOL_SOCKET, SO_RCVBUF, Self.room) }
    }

    @discardableResult
    private func set(_ level: Int32, _ option: Int32, _ value: Int32) -> Bool {
        var value = value
        return setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
    }

    /// Waits until a connection that was begun is made; false with errno when it is not.
    fileprivate func isConnected(_ deadline: Deadline) -> Bool {
        guard poll([(number, Int32(POLLOUT))], seconds: deadline.left)[0] else {
            errno = EAGAIN
            return false
        }
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(number, SOL_SOCKET, SO_ERROR, &error, &length)
        errno = error
        return error == 0
    }
}
