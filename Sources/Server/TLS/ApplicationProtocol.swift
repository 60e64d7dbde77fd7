import COpenSSL

/// What is spoken inside TLS, as agreed in the handshake (ALPN, RFC 7301).
package enum ApplicationProtocol: Sendable, Hashable {
    case http1
    case http2

    /// Names by which clients offer the protocols, the server's favourite first (RFC 9113 section 3.2).
    private static let offers: [(name: [UInt8], spoken: ApplicationProtocol)] = [
        (Array("h2".utf8), .http2), (Array("http/1.1".utf8), .http1),
        (Array("http/1.0".utf8), .http1),
    ]

    /// The name by which it is offered.
    var name: [UInt8] { Self.offers.first { $0.spoken == self }?.name ?? [] }

    /// The protocol of that name.
    init?(name: UnsafeBufferPointer<UInt8>) {
        guard let offer = Self.offers.first(where: { name.elementsEqual($0.name) }) else {
            return nil
        }
        self = offer.spoken
    }

    /// Where in a client's list, of names each behind its length, the one to take stands.
    static func choice(in list: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        for offer in offers {
            var start = 0
            while start < list.count {
                let range = start + 1..<start + 1 + Int(list[start])
                guard range.upperBound <= list.count else { break }
                if list[range].elementsEqual(offer.name) { return range }
                start = range.upperBound
            }
        }
        return nil
    }

    /// Has a context choose among what clients offer; a client that offers only other protocols is
    /// refused in the handshake.
    static func install(in context: OpaquePointer) {
        SSL_CTX_set_alpn_select_cb(
            context,
            { _, name, length, list, count, _ in
                let offered = UnsafeBufferPointer(start: list, count: Int(count))
                guard let list, let range = ApplicationProtocol.choice(in: offered) else {
                    return SSL_TLSEXT_ERR_ALERT_FATAL
                }
                name?.pointee = list + range.lowerBound
                length?.pointee = UInt8(range.count)
                return SSL_TLSEXT_ERR_OK
            }, nil)
    }
}
