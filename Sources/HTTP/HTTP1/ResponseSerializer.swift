import HTTPTypes

/// Writes the responses of an HTTP/1 connection.
public struct ResponseSerializer: Sendable {
    /// What is to be said about the connection.
    public struct Connection: Sendable, Hashable {
        /// The version of the request that is answered.
        public var version: RequestHead.Version
        /// Whether the connection stays open.
        public var keepsAlive: Bool

        /// Makes it from its parts.
        public init(version: RequestHead.Version, keepsAlive: Bool) {
            self.version = version
            self.keepsAlive = keepsAlive
        }
    }

    /// The interim answer that lets a client send the body it holds back.
    public static let continueLine: [UInt8] = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// The answer that accepts an upgrade to HTTP/2 without TLS (RFC 7540 section 3.2).
    public static let upgradeHead: [UInt8] = Array(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n".utf8)

    /// Writes a whole response; head and a small body share one piece of `output`.
    ///
    /// `Content-Length` is computed, and fields that concern the connection are the serializer's
    /// alone. With `isHead` the answer is that to HEAD: all fields and no body.
    /// - Parameter stamp: the date and the server's name.
    public static func append(
        _ response: HTTPResponse, body: [UInt8], isHead: Bool, connection: Connection,
        stamp: ResponseStamp, to output: inout OutputBuffer
    ) {
        let status = response.status
        let allowsBody = status.allowsBody
        let hasBody = allowsBody && !isHead && !body.isEmpty
        let joined = hasBody && body.count < OutputBuffer.separateFrom ? body.count : 0
        output.append { (bytes: inout [UInt8]) in
            bytes.makeRoom(for: 256 + joined)
            appendStatusLine(status, to: &bytes)
            for field in response.headerFields where isWritten(field.name, isHead, body) {
                append(field, to: &bytes)
            }
            let length = allowsBody && !(isHead && body.isEmpty) ? body.count : nil
            bytes.append(addingCapacity: stamp.lines.count + 64 + joined) { line in
                if let length {
                    line.append(static: "Content-Length: ")
                    line.append(decimal: length)
                    line.append(static: "\r\n")
                }
                stamp.lines.withUnsafeBufferPointer { line.append($0) }
                switch (connection.keepsAlive, connection.version) {
                case (false, _): line.append(static: "Connection: close\r\n\r\n")
                case (true, .http10): line.append(static: "Connection: keep-alive\r\n\r\n")
                case (true, .http11): line.append(static: "\r\n")
                }
                if joined > 0 { body.withUnsafeBufferPointer { line.append($0) } }
            }
        }
        if hasBody, joined == 0 { output.append(body) }
    }

    /// Makes room once for the whole line.
    private static func append(_ field: HTTPField, to bytes: inout [UInt8]) {
        let name = field.name.rawName.utf8.span
        field.withUnsafeBytesOfValue { value in
            bytes.append(addingCapacity: name.count + value.count + 4) { line in
                name.withUnsafeBufferPointer { line.append($0) }
                line.append(static: ": ")
                line.append(value)
                line.append(static: "\r\n")
            }
        }
    }

    /// A HEAD answer without a body may state the length its GET would have.
    private static func isWritten(
        _ name: HTTPField.Name, _ isHead: Bool, _ body: [UInt8]
    ) -> Bool {
        name == .contentLength ? isHead && body.isEmpty : !name.isSetByServer
    }

    private static func appendStatusLine(
        _ status: HTTPResponse.Status, to bytes: inout [UInt8]
    ) {
        if status.code == 200 {
            bytes.append(static: "HTTP/1.1 200 OK\r\n")
            return
        }
        bytes.append(static: "HTTP/1.1 ")
        bytes.append(decimal: status.code)
        bytes.append(0x20)
        let reason = status.reasonPhrase
        bytes.append(
            contentsOf: (reason.isEmpty ? StatusReasons.reason(for: status.code) : reason).utf8)
        bytes.append(static: "\r\n")
    }
}
