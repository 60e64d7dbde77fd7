import HTTPTypes

extension HTTPField.Name {
    private static let keepAlive = HTTPField.Name("Keep-Alive")
    private static let proxyConnection = HTTPField.Name("Proxy-Connection")

    /// Whether the server alone writes this field: those that concern one connection (RFC 9110
    /// section 7.6.1, RFC 9113 section 8.2.2) and the stamp.
    var isSetByServer: Bool {
        switch canonicalName.utf8.count {
        case 4: self == .date
        case 6: self == .server
        case 7: self == .upgrade
        case 10: self == .connection || self == Self.keepAlive
        case 16: self == Self.proxyConnection
        case 17: self == .transferEncoding
        default: false
        }
    }
}

extension HTTPResponse.Status {
    /// Whether a response with this status may have a body (RFC 9110 section 6.4.1).
    var allowsBody: Bool { code >= 200 && code != 204 && code != 304 }
}
