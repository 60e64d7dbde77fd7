import HTTPTypes

/// Reads the responses of one HTTP/1.1 connection, as a client sees them (RFC 9112).
///
/// Bytes go in as they come, in pieces of any size; events come out. Fields are read over but for
/// those that frame the body or end the connection, and interim responses (1xx) are skipped. For
/// clients that send no HEAD and no CONNECT. After an error nothing more is read.
public struct ResponseParser: ~Copyable {
    /// What the bytes say.
    public enum Event: Sendable, Hashable {
        /// A final response has begun.
        case head(status: Int)
        /// Body bytes: their places in the input.
        case body(Range<Int>)
        /// The response is whole.
        case end
    }

    private enum State {
        case head
        case length(remaining: Int)
        case chunked(ChunkedDecoder)
        case untilClose
        case end
        case failed
    }

    private let limits: MessageLimits
    private var state = State.head
    private var section = HeadSection(scanner: HeadScanner())

    /// Whether the server takes another request on the connection, as far as the last head says.
    public private(set) var keepsAlive = true

    /// Makes a parser for a new connection.
    public init(limits: MessageLimits) { self.limits = limits }

    /// Whether the end of the input now is the end of a response, not a response cut off.
    public var endsWithInput: Bool {
        if case .untilClose = state { true } else { false }
    }

    /// The next event in `input` from `offset` on, which moves behind what was read; nil when all
    /// input is used up and the next event needs more.
    ///
    /// - Throws: `HTTPError` when the server doesn't speak HTTP/1.1, or a limit is passed.
    public mutating func next(
        in input: Span<UInt8>, at offset: inout Int
    ) throws(HTTPError) -> Event? {
        do {
            return try advance(input, &offset)
        } catch {
            state = .failed
            offset = input.count
            throw error
        }
    }

    private mutating func advance(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(HTTPError) -> Event? {
        switch state {
        case .head:
            return try advanceHead(input, &offset)
        case .length(let remaining):
            guard offset < input.count else { return nil }
            let taken = min(remaining, input.count - offset)
            defer { offset += taken }
            state = taken == remaining ? .end : .length(remaining: remaining - taken)
            return .body(offset..<(offset + taken))
        case .chunked(var decoder):
            let piece = try decoder.next(in: input, at: &offset, limits: limits)
            state = .chunked(decoder)
            switch piece {
            case nil: return nil
            case .data(let range): return .body(range)
            case .end:
                state = .head
                return .end
            }
        case .untilClose:
            guard offset < input.count else { return nil }
            defer { offset = input.count }
            return .body(offset..<input.count)
        case .end:
            state = .head
            return .end
        case .failed:
            offset = input.count
            return nil
        }
    }

    /// Reads one final head, and the interim ones before it.
    private mutating func advanceHead(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(HTTPError) -> Event? {
        while offset < input.count {
            let limits = self.limits
            let head = try section.take(input, at: &offset, limits: limits) {
                (bytes) throws(HTTPError) in try ResponseHead(parsing: bytes)
            }
            guard let head else { return nil }
            if 100..<200 ~= head.status, head.status != 101 { continue }
            keepsAlive = head.keepsAlive
            switch head.body {
            case .none: state = .end
            case .length(let length): state = .length(remaining: length)
            case .chunked: state = .chunked(ChunkedDecoder())
            case .untilClose: state = .untilClose
            }
            return .head(status: head.status)
        }
        return nil
    }
}
