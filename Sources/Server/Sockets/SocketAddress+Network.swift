import Glibc

extension SocketAddress {
    /// What one client can have as many addresses of as it likes: an IPv4 address, or the 64 bits of
    /// an IPv6 address that name a network.
    enum Network: Hashable, Sendable {
        case version4(UInt32)
        case version6(UInt64)
        /// An address of another family.
        case other
    }

    /// The network the address is of; IPv4 addresses in IPv6 form are the former.
    var network: Network {
        var bytes = in6_addr()
        guard host.contains(":") else {
            var address = in_addr()
            return inet_pton(AF_INET, host, &address) == 1 ? .version4(address.s_addr) : .other
        }
        guard inet_pton(AF_INET6, host, &bytes) == 1 else { return .other }
        return withUnsafeBytes(of: bytes) { bytes in
            let network = bytes.load(as: UInt64.self)
            let isMapped =
                network == 0 && bytes.load(fromByteOffset: 8, as: UInt32.self).bigEndian == 0xFFFF
            return isMapped
                ? .version4(bytes.load(fromByteOffset: 12, as: UInt32.self)) : .version6(network)
        }
    }
}
