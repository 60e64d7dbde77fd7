import Glibc

/// A numeric address with its port.
public struct SocketAddress: Sendable, Hashable {
    /// The address in figures, IPv6 without brackets.
    public let host: String
    /// The port.
    public let port: Int

    /// Makes an address from its parts.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}

extension SocketAddress {
    /// Whether only this machine reaches it.
    public var isLoopback: Bool {
        host == "::1" || host.hasPrefix("127.") || host.hasPrefix("::ffff:127.")
    }
}

extension SocketAddress: CustomStringConvertible {
    /// The address as it stands in a URL: `127.0.0.1:80` or `[::1]:80`.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension SocketAddress {
    /// Reads the kernel's form; an address of another family has an empty host.
    init(_ storage: sockaddr_storage) {
        let capacity = Int(INET6_ADDRSTRLEN)
        let (host, port) = withUnsafeBytes(of: storage) { bytes -> (String, UInt16) in
            switch Int32(storage.ss_family) {
            case AF_INET:
                var address = bytes.loadUnaligned(as: sockaddr_in.self)
                return (
                    Self.text(AF_INET, &address.sin_addr, capacity),
                    UInt16(bigEndian: address.sin_port)
                )
            case AF_INET6:
                var address = bytes.loadUnaligned(as: sockaddr_in6.self)
                return (
                    Self.text(AF_INET6, &address.sin6_addr, capacity),
                    UInt16(bigEndian: address.sin6_port)
                )
            default:
                return ("", 0)
            }
        }
        self.init(host: host, port: Int(port))
    }

    private static func text(
        _ family: Int32, _ address: UnsafeRawPointer, _ capacity: Int
    ) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
            guard let start = buffer.baseAddress,
                let text = inet_ntop(family, address, start, socklen_t(capacity))
            else { return "" }
            return String(cString: text)
        }
    }
}
