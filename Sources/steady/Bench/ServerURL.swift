import Foundation

/// Where a server to be measured is, and the path asked for.
struct ServerURL: Hashable {
    /// Whether it is `https`.
    let isSealed: Bool
    let host: String
    let port: Int
    /// With its query; nil if the URL has none.
    let path: String?

    /// Reads `http://host:port/path` or `https://…`; nil if that is not what it is.
    init?(_ text: String) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme,
            ["http", "https"].contains(scheme),
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.fragment == nil
        else { return nil }
        isSealed = scheme == "https"
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = parts.port ?? (isSealed ? 443 : 80)
        let query = parts.percentEncodedQuery.map { "?" + $0 } ?? ""
        path = parts.percentEncodedPath.isEmpty ? nil : parts.percentEncodedPath + query
    }

    /// The URL with the path that is asked for.
    func text(path: String) -> String {
        "\(isSealed ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)\(path)"
    }
}
