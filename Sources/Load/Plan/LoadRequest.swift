import HTTP

/// A request that is sent again and again.
public struct LoadRequest: Sendable {
    /// The method; not HEAD and not CONNECT, whose answers are framed in other ways.
    public var method: String
    /// The path with its query.
    public var path: String
    /// The fields beside those that the protocol needs.
    public var fields: [(name: String, value: String)]
    /// The whole body.
    public var body: [UInt8]

    /// Makes a request.
    public init(
        method: String = "GET", path: String,
        fields: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.fields = fields
        self.body = body
    }

    /// The request as it is sent over HTTP/1.1.
    func http1Bytes(authority: String) -> [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: \(authority)\r\n"
        for field in fields { head += "\(field.name): \(field.value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }

    /// The request as it is sent over HTTP/2.
    func http2(scheme: String, authority: String) -> HTTP2Request {
        HTTP2Request(
            method: method, scheme: scheme, authority: authority, path: path, fields: fields,
            body: body)
    }
}
