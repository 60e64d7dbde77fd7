import Server

/// Who can reach the server and what keeps strangers out.
struct Exposure {
    let hasTLS: Bool
    /// Whether clients show a token or a certificate.
    let knowsClients: Bool

    /// The scheme of the server's addresses.
    var scheme: String { hasTLS ? "https" : "http" }

    /// What to think of when other machines reach the address; nil when all is guarded.
    func warning(at address: SocketAddress) -> String? {
        guard !address.isLoopback, !hasTLS || !knowsClients else { return nil }
        var doubts: [String] = []
        if !hasTLS {
            doubts.append(
                "what is sent can be read and changed on its way (--tls-certificate seals it)")
        }
        if !knowsClients {
            doubts.append("everybody who reaches it may ask (--token-file says who may)")
        }
        return
            "\(address) can be reached from other machines: \(doubts.joined(separator: ", and "))"
    }
}
