import CLinuxIO
import Glibc

/// Finds the addresses of a host.
enum Resolution {
    /// Calls `attempt` with one candidate after the other until one succeeds.
    ///
    /// - Throws: `ServerError.unresolved` when there is no candidate, else the last failure.
    static func firstSuccess<Result>(
        host: String, port: Int, _ attempt: (addrinfo) throws(ServerError) -> Result
    ) throws(ServerError) -> Result {
        guard 0...65_535 ~= port else { throw .invalidPort(port) }
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else {
            throw .unresolved(host: host, reason: String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(list) }
        var failure = ServerError.unresolved(host: host, reason: "it has no address")
        var candidate = list
        while let present = candidate {
            do { return try attempt(present.pointee) } catch { failure = error }
            candidate = present.pointee.ai_next
        }
        throw failure
    }
}
