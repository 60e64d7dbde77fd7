import CLinuxIO
import Glibc

/// A socket that takes connections.
final class Listener: Sendable {
    /// What became of an attempt to take a connection.
    enum Outcome {
        /// A connection, not blocking, and the client's address.
        case accepted(Descriptor, SocketAddress)
        /// No connection waits.
        case nothing
        /// No connection can be taken for now, mostly for lack of descriptors or memory; those that
        /// wait wait on.
        case exhausted(Int32)
    }

    let descriptor: Descriptor
    /// The address it is bound to, with the port the system chose if 0 was asked for.
    let address: SocketAddress

    /// Binds to the first of the host's addresses that can be bound, and listens.
    ///
    /// - Parameter host: a name or a numeric IPv4 or IPv6 address; `::` takes IPv4 too.
    init(host: String, port: Int, backlog: Int32 = 4096) throws(ServerError) {
        descriptor = try Resolution.firstSuccess(host: host, port: port) {
            (candidate) throws(ServerError) in
            try Self.listen(candidate, "\(host):\(port)", backlog)
        }
        address = try Self.boundAddress(of: descriptor)
    }

    /// Takes the next connection that waits.
    func accept() -> Outcome {
        while true {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let raw = withUnsafeMutableBytes(of: &storage) { bytes in
                accept4(
                    descriptor.raw, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                    &length, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
            }
            if raw >= 0 { return .accepted(Descriptor(owning: raw), SocketAddress(storage)) }
            switch errno {
            case EAGAIN: return .nothing
            // The client gave up before it was taken, or an error of its network is reported here.
            case EINTR, ECONNABORTED, EPROTO, EPERM, ENETDOWN, ENETUNREACH, EHOSTDOWN,
                EHOSTUNREACH, ENONET, ENOPROTOOPT, EOPNOTSUPP:
                continue
            default: return .exhausted(errno)
            }
        }
    }

    private static func listen(
        _ candidate: addrinfo, _ subject: String, _ backlog: Int32
    ) throws(ServerError) -> Descriptor {
        let type = candidate.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = try Descriptor(
            owning: socket(candidate.ai_family, type, candidate.ai_protocol), from: "socket",
            for: subject)
        descriptor.setOption(SOL_SOCKET, SO_REUSEADDR, 1)
        if candidate.ai_family == AF_INET6 {
            descriptor.setOption(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0)
        }
        guard bind(descriptor.raw, candidate.ai_addr, candidate.ai_addrlen) == 0 else {
            throw .system(call: "bind", code: errno, subject: subject)
        }
        guard Glibc.listen(descriptor.raw, backlog) == 0 else {
            throw .system(call: "listen", code: errno, subject: subject)
        }
        return descriptor
    }

    private static func boundAddress(of descriptor: Descriptor) throws(ServerError) -> SocketAddress
    {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutableBytes(of: &storage) { bytes in
            bytes.baseAddress.map {
                getsockname(
                    descriptor.raw, $0.assumingMemoryBound(to: sockaddr.self), &length)
            } ?? -1
        }
        guard result == 0 else { throw .system(call: "getsockname", code: errno, subject: "") }
        return SocketAddress(storage)
    }
}
