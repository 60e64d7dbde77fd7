import Foundation

/// Where a server to be measured is, and the path asked for.
struct ServerURL: Hashable {
    let host: String
    let port: Int
    /// With its query; nil if the URL has none.
    let path: String?

    /// Reads `http://host:port/path`; nil if that is not what it is.
    init?(_ text: String) {
        guard let parts = URLComponents(string: text), parts.scheme == "http",
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.fragment == nil
        else { return nil }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = parts.port ?? 80
        let query = parts.percentEncodedQuery.map { "?" + $0 } ?? ""
        path = parts.percentEncodedPath.isEmpty ? nil : parts.percentEncodedPath + query
    }

    /// The URL with the path that is asked for.
    func text(path: String) -> String {
        "http://\(host.contains(":") ? "[\(host)]" : host):\(port)\(path)"
    }
}
