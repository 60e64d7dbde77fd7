import Synchronization

/// The tokens that let requests in, which can be read again while the server runs.
///
/// Only hashes are kept. Any thread may ask and read again.
public final class AccessTokens: Sendable {
    /// What became of a token that was shown.
    enum Verdict: Hashable {
        /// It lets the request in.
        case known
        case unknown
        /// It has been used as often as it may; the next time after this wait.
        case exhausted(wait: Duration, rate: RequestRate)
    }

    private struct State {
        var entries: [TokenEntry]
        var buckets: [TokenDigest: TokenBucket] = [:]
    }

    private static let largestFile = 16 << 20

    /// The file they are read from.
    public let path: String
    private let state: Mutex<State>

    /// Reads the file; blocks meanwhile.
    ///
    /// One token a line: `NAME sha256:HEX RATE`, of which the name and the rate may be left out. Blank
    /// lines and lines that begin with `#` are passed over.
    ///
    /// - Throws: `ServerError.unreadable` or `.badFile`.
    public init(path: String) throws(ServerError) {
        self.path = path
        state = Mutex(State(entries: try Self.read(path)))
    }

    /// Reads the file again; blocks meanwhile.
    ///
    /// What a token has used of its rate stays used, unless the rate is another.
    ///
    /// - Throws: as `init` does, and then the tokens that were in force stay.
    public func reload() throws(ServerError) {
        let entries = try Self.read(path)
        state.withLock { state in
            state.entries = entries
            let rates = Dictionary(uniqueKeysWithValues: entries.map { ($0.digest, $0.rate) })
            state.buckets = state.buckets.filter { rates[$0.key] == $0.value.rate }
        }
    }

    /// The number of tokens.
    public var count: Int { state.withLock { $0.entries.count } }

    /// Says whether a token lets a request in now.
    ///
    /// Takes as long for any token that is not known, however much of it is right.
    func judge(_ token: Substring, now: ContinuousClock.Instant) -> Verdict {
        guard let digest = TokenDigest(of: token) else { return .unknown }
        return state.withLock { state in
            var found: Int?
            for (index, entry) in state.entries.enumerated() where entry.digest.equals(digest) {
                found = index
            }
            guard let found else { return .unknown }
            guard let rate = state.entries[found].rate else { return .known }
            var bucket = state.buckets[digest] ?? TokenBucket(rate, now: now)
            let wait = bucket.take(now: now)
            state.buckets[digest] = bucket
            return wait.map { .exhausted(wait: $0, rate: rate) } ?? .known
        }
    }

    private static func read(_ path: String) throws(ServerError) -> [TokenEntry] {
        let bytes = try FileContents.read(path, atMost: largestFile)
        return try TokenEntry.readAll(String(decoding: bytes, as: UTF8.self), path: path)
    }
}
