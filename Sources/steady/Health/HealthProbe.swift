import Server

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One request for a server's readiness, so that a container needs no HTTP client.
struct HealthProbe {
    let host: String
    let port: Int
    let timeout: Duration
    /// The server's files, where it speaks TLS.
    var tls: TLSConfiguration?

    /// Why there is no answer, or not the one wanted.
    enum Failure: Error, Hashable, CustomStringConvertible {
        case unreachable(host: String, port: Int, reason: String)
        case noHTTP(host: String, port: Int)
        case noTLS(host: String, port: Int, reason: String)
        case notReady(status: Int)

        var description: String {
            switch self {
            case .unreachable(let host, let port, let reason):
                "no server answers at \(host) port \(port): \(reason)"
            case .noHTTP(let host, let port):
                "what answers at \(host) port \(port) does not speak HTTP"
            case .noTLS(let host, let port, let reason):
                "no TLS is to be had with \(host) port \(port): \(reason)"
            case .notReady(let status):
                "the server is not ready: it answered \(status)"
            }
        }
    }

    /// The status of `GET /health/ready`.
    func status() throws(Failure) -> Int {
        let descriptor = try connected()
        defer { close(descriptor) }
        let request =
            "GET /health/ready HTTP/1.1\r\nHost: \(host):\(port)\r\nConnection: close\r\n\r\n"
        let bytes = Array(request.utf8)
        if let tls { return try status(over: descriptor, tls, sending: bytes) }
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw systemFailure()
        }
        return try readStatus { () throws(Failure) in
            var chunk = [UInt8](repeating: 0, count: 512)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0 { throw systemFailure() }
            return Array(chunk[..<count])
        }
    }

    private func status(
        over descriptor: Int32, _ tls: TLSConfiguration, sending request: [UInt8]
    ) throws(Failure) -> Int {
        let connection: OwnServerConnection
        do throws(ServerError) {
            connection = try OwnServerConnection(over: descriptor, of: tls)
        } catch {
            throw .noTLS(host: host, port: port, reason: error.description)
        }
        guard connection.send(request) else { throw systemFailure() }
        return try readStatus { () throws(Failure) in connection.receive(atMost: 512) }
    }

    /// Reads no further than the status, "HTTP/1.1 200".
    private func readStatus(_ receive: () throws(Failure) -> [UInt8]) throws(Failure) -> Int {
        let wanted = "HTTP/1.1 200".utf8.count
        var head: [UInt8] = []
        while head.count < wanted {
            let chunk = try receive()
            if chunk.isEmpty { break }
            head += chunk
        }
        let words = String(decoding: head.prefix(wanted), as: UTF8.self).split(separator: " ")
        guard words.count == 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw .noHTTP(host: host, port: port)
        }
        return status
    }

    /// A socket connected to the first of the host's addresses that takes a connection.
    private func connected() throws(Failure) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        guard code == 0 else {
            throw .unreachable(host: host, port: port, reason: String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(found) }
        var failure = Failure.unreachable(host: host, port: port, reason: "it has no address")
        var next = found
        while let address = next?.pointee {
            let descriptor = socket(
                address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue),
                address.ai_protocol)
            if descriptor >= 0 {
                limitTime(of: descriptor)
                if connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 {
                    return descriptor
                }
                failure = systemFailure()
                close(descriptor)
            } else {
                failure = systemFailure()
            }
            next = address.ai_next
        }
        throw failure
    }

    /// On Linux the sending limit bounds connecting too.
    private func limitTime(of descriptor: Int32) {
        let parts = timeout.components
        var limit = timeval(
            tv_sec: Int(parts.seconds), tv_usec: Int(parts.attoseconds / 1_000_000_000_000))
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    private func systemFailure() -> Failure {
        let number = errno
        let reason =
            number == EAGAIN || number == EINPROGRESS
            ? "it took more than \(timeout)" : String(cString: strerror(number))
        return .unreachable(host: host, port: port, reason: reason)
    }
}
