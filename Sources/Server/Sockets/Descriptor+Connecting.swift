import CLinuxIO
import Glibc

/// The client's side, for what measures servers.
extension Descriptor {
    /// Finds out which address of a host takes connections, by connecting to one after the other.
    ///
    /// Blocks until one does, or the kernel gives up.
    ///
    /// - Throws: `ServerError` with the last address's failure.
    package static func reachable(host: String, port: Int) throws(ServerError) -> SocketAddress {
        try Resolution.firstSuccess(host: host, port: port) { (candidate) throws(ServerError) in
            let made = try Descriptor(candidate, flags: Int32(SOCK_CLOEXEC.rawValue))
            guard connect(made.raw, candidate.ai_addr, candidate.ai_addrlen) == 0 else {
                throw .system(call: "connect", code: errno, subject: "\(host) port \(port)")
            }
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let code = withUnsafeMutableBytes(of: &storage) { bytes in
                getpeername(
                    made.raw, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
            }
            guard code == 0 else {
                throw .system(call: "getpeername", code: errno, subject: "\(host) port \(port)")
            }
            return SocketAddress(storage)
        }
    }

    /// A socket that is connected to a numeric address, and on which reads and writes block for so many
    /// seconds at most.
    static func connected(
        to address: SocketAddress, patience seconds: Int
    ) throws(ServerError) -> Descriptor {
        try Resolution.firstSuccess(host: address.host, port: address.port) {
            (candidate) throws(ServerError) in
            let made = try Descriptor(candidate, flags: Int32(SOCK_CLOEXEC.rawValue))
            var time = timeval(tv_sec: seconds, tv_usec: 0)
            for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                setsockopt(
                    made.raw, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
            }
            guard connect(made.raw, candidate.ai_addr, candidate.ai_addrlen) == 0 else {
                throw .system(call: "connect", code: errno, subject: "\(address)")
            }
            return made
        }
    }

    /// A socket that connects to a numeric address; it becomes writable once it is connected, and
    /// `pendingError` then tells whether that is so.
    ///
    /// Never blocks.
    package static func connecting(to address: SocketAddress) throws(ServerError) -> Descriptor {
        try Resolution.firstSuccess(host: address.host, port: address.port) {
            (candidate) throws(ServerError) in
            let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
            let made = try Descriptor(candidate, flags: flags)
            made.setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
            guard
                connect(made.raw, candidate.ai_addr, candidate.ai_addrlen) == 0
                    || errno == EINPROGRESS
            else { throw .system(call: "connect", code: errno, subject: "\(address)") }
            return made
        }
    }

    /// The error that the socket has met with since it was last asked, 0 for none.
    package var pendingError: Int32 {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(raw, SOL_SOCKET, SO_ERROR, &code, &length)
        return code
    }

    private convenience init(_ candidate: addrinfo, flags: Int32) throws(ServerError) {
        try self.init(
            owning: socket(
                candidate.ai_family, candidate.ai_socktype | flags, candidate.ai_protocol),
            from: "socket")
    }
}
