import HTTP
import HTTPTypes

/// Lets a request through to another responder if it shows a token that is known (RFC 6750).
///
/// Others get 401 before their body is read, and 429 where the token is used too often. Paths that are
/// open, such as those of health checks, need none.
public struct AccessControl: Responder {
    private let tokens: AccessTokens
    private let responder: any Responder
    private let isOpen: @Sendable (_ path: Substring) -> Bool
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Puts the control before a responder.
    ///
    /// - Parameters:
    ///   - tokens: which tokens are known.
    ///   - responder: answers those who are let through.
    ///   - isOpen: whether a path, without its query, needs no token.
    ///   - now: the clock for rates.
    public init(
        _ tokens: AccessTokens, before responder: any Responder,
        isOpen: @escaping @Sendable (_ path: Substring) -> Bool,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.tokens = tokens
        self.responder = responder
        self.isOpen = isOpen
        self.now = now
    }

    /// Refuses a request without a good token, else lets the responder look at it.
    ///
    /// Counts one use of the token.
    public func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception {
        let target = head.path ?? ""
        let path = target[..<(target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex)]
        if !isOpen(path), let denial = denial(of: head) { return .answered(denial) }
        return responder.receive(head, arrival: arrival)
    }

    private func denial(of head: HTTPRequest) -> ServerResponse? {
        guard let field = head.headerFields.text(of: .authorization) else {
            return .denial(
                .unauthorized, "a token is needed: send 'Authorization: Bearer TOKEN'",
                [.wwwAuthenticate: #"Bearer realm="steady""#], word: "unauthorized")
        }
        guard let token = Self.token(in: field) else {
            return .denial(
                .unauthorized, "the field 'authorization' is not 'Bearer' and one token",
                [.wwwAuthenticate: #"Bearer realm="steady", error="invalid_request""#],
                word: "unauthorized")
        }
        switch tokens.judge(token, now: now()) {
        case .known: return nil
        case .unknown:
            return .denial(
                .unauthorized, "the token is not known",
                [.wwwAuthenticate: #"Bearer realm="steady", error="invalid_token""#],
                word: "unauthorized")
        case .exhausted(let wait, let rate):
            let (seconds, attoseconds) = wait.components
            return .denial(
                .tooManyRequests, "the token may be used \(rate), which it has been",
                [.retryAfter: "\(seconds + (attoseconds > 0 ? 1 : 0))"], word: "rate-limited")
        }
    }

    /// The one token behind the scheme, whose name is written in any case.
    private static func token(in field: String) -> Substring? {
        let words = field.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return words[1]
    }
}

extension ServerResponse {
    fileprivate static func denial(
        _ status: HTTPResponse.Status, _ message: String, _ fields: HTTPFields, word: String
    ) -> ServerResponse {
        var response = ServerResponse.failure(status, message, fields: fields)
        response.notes.refusal = word
        return response
    }
}
