import HTTPTypes

/// Reads the requests of one HTTP/1.0 or 1.1 connection (RFC 9112).
///
/// Bytes go in as they come, in pieces of any size; events come out. Body bytes are not copied and
/// a head is copied only when it arrives in pieces. What two parsers could read differently is
/// refused, so that nothing can be smuggled past a proxy. After an error nothing more is read.
public struct RequestParser: ~Copyable {
    private enum State {
        case head
        case length(remaining: Int)
        case chunked(ChunkedDecoder)
        case end(HTTPFields)
        case failed
    }

    private let limits: MessageLimits
    private var state = State.head {
        didSet { if case .head = state { isAwaitingHead = true } else { isAwaitingHead = false } }
    }
    private var section = HeadSection(scanner: HeadScanner())
    private var repeated = RepeatedHead()

    /// Makes a parser for a new connection.
    public init(limits: MessageLimits) { self.limits = limits }

    /// Whether a request has begun and is not whole: its head is cut off or its body goes on.
    public var isInsideRequest: Bool {
        !isAwaitingHead || !section.isEmpty
    }

    /// The bytes that are kept here: those of a head that is cut off, and the last head that was read.
    public var heldBytes: Int { section.keptBytes + repeated.keptBytes }

    /// Gives back what is kept only to be quicker, as on a connection that is idle; false where there is
    /// nothing.
    public mutating func forget() -> Bool { repeated.forget() }

    /// Whether the head of a request is being awaited, in whole or in part.
    public private(set) var isAwaitingHead = true

    /// The body bytes that are known to come next, however many requests follow; 0 while a head or a
    /// chunk's size is awaited.
    public var announcedBytes: Int {
        if case .length(let remaining) = state { remaining } else { 0 }
    }

    /// Learns that body bytes have come and were dropped, of which no event tells.
    ///
    /// - Parameter count: At most `announcedBytes`.
    public mutating func skip(_ count: Int) {
        guard count > 0, case .length(let remaining) = state else { return }
        precondition(count <= remaining, "\(count) bytes of a body that has \(remaining) left")
        state = count == remaining ? .end([:]) : .length(remaining: remaining - count)
    }

    /// The next event in `input` from `offset` on, which moves behind what was read; nil when all
    /// input is used up and the next event needs more.
    ///
    /// - Throws: The `HTTPError` to answer with before the connection is closed.
    public mutating func next(
        in input: Span<UInt8>, at offset: inout Int
    ) throws(HTTPError) -> RequestEvent? {
        do {
            return try advance(input, &offset)
        } catch {
            state = .failed
            offset = input.count
            throw error
        }
    }

    private mutating func head(
        in input: Span<UInt8>, at offset: inout Int
    ) throws(HTTPError) -> RequestHead? {
        let isAtStart = section.isEmpty
        if isAtStart, let head = repeated.next(in: input, at: &offset) { return head }
        let start = offset
        let limits = self.limits
        let head = try section.take(input, at: &offset, limits: limits) {
            (bytes) throws(HTTPError) in try RequestHead(parsing: bytes, limits: limits)
        }
        if isAtStart, let head {
            repeated.note(head, of: input.extracting(start..<offset))
        }
        return head
    }

    private mutating func advance(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(HTTPError) -> RequestEvent? {
        switch state {
        case .head:
            guard offset < input.count, let head = try head(in: input, at: &offset) else {
                return nil
            }
            switch head.framing {
            case .none: state = .end([:])
            case .length(let length): state = .length(remaining: length)
            case .chunked: state = .chunked(ChunkedDecoder())
            }
            return .head(head)
        case .length(let remaining):
            guard offset < input.count else { return nil }
            let taken = min(remaining, input.count - offset)
            defer { offset += taken }
            state = taken == remaining ? .end([:]) : .length(remaining: remaining - taken)
            return .body(offset..<(offset + taken))
        case .chunked(var decoder):
            let piece = try decoder.next(in: input, at: &offset, limits: limits)
            state = .chunked(decoder)
            switch piece {
            case nil: return nil
            case .data(let range): return .body(range)
            case .end(let trailers):
                state = .head
                return .end(trailers: trailers)
            }
        case .end(let trailers):
            state = .head
            return .end(trailers: trailers)
        case .failed:
            offset = input.count
            return nil
        }
    }
}
