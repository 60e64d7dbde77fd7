import COpenSSL

/// The errors that OpenSSL keeps for the calling thread.
enum OpenSSLErrors {
    /// Forgets what earlier calls have left.
    static func clear() { ERR_clear_error() }

    /// Whether the latest error says that a text has no PEM block of the kind that is looked for.
    static var saysNoStartLine: Bool {
        steadyErrorReason(ERR_peek_last_error()) == PEM_R_NO_START_LINE
    }

    /// The reason of the first error, a number; 0 where there is none.
    static var reason: Int32 { steadyErrorReason(ERR_peek_error()) }

    /// What the first error says, and forgets them all.
    static func take() -> String {
        let code = ERR_get_error()
        defer { ERR_clear_error() }
        guard code != 0 else { return "no reason given" }
        if let reason = ERR_reason_error_string(code) { return String(cString: reason) }
        return "error \(String(code, radix: 16))"
    }
}
