import HTTPTypes

/// Takes the chunked transfer coding off a body (RFC 9112 section 7.1).
struct ChunkedDecoder {
    /// What was found.
    enum Piece {
        /// Body bytes: their places in the input.
        case data(Range<Int>)
        /// The body and its trailer section are over.
        case end(HTTPFields)
    }

    private enum State {
        case size(digits: Int)
        case sizeBlank
        case extensions
        case sizeLineFeed
        case data
        case dataCarriageReturn
        case dataLineFeed
        case trailers
    }

    /// Chunk extensions are read over; a body may spend this many bytes on them in all.
    private static let extensionLimit = 4 << 10

    private var state = State.size(digits: 0)
    /// The size being read, then the bytes the chunk still lacks.
    private var remaining = 0
    private var total = 0
    private var extensionBytes = 0
    private var section = HeadSection(scanner: HeadScanner(trailers: true))

    /// Reads from `offset` on and moves it behind what was read; nil when all input is used up.
    mutating func next(
        in input: Span<UInt8>, at offset: inout Int, limits: MessageLimits
    ) throws(HTTPError) -> Piece? {
        while offset < input.count {
            switch state {
            case .data:
                let taken = min(remaining, input.count - offset)
                let range = offset..<(offset + taken)
                offset += taken
                remaining -= taken
                if remaining == 0 { state = .dataCarriageReturn }
                return .data(range)
            case .trailers:
                return try section.take(input, at: &offset, limits: limits) {
                    (bytes) throws(HTTPError) in
                    .end(try FieldLines.trailers(in: bytes, limits: limits))
                }
            default:
                try step(input[offset], limits)
                offset += 1
            }
        }
        return nil
    }

    private mutating func step(
        _ byte: UInt8, _ limits: MessageLimits
    ) throws(HTTPError) {
        switch (state, byte) {
        case (.size(let digits), _):
            try stepSize(byte, digits: digits, limits)
        case (.sizeBlank, UInt8(ascii: ";")):
            state = .extensions
        case (.sizeBlank, _) where ByteClass.isBlank(byte):
            try countExtension()
        case (.extensions, 0x0D):
            state = .sizeLineFeed
        case (.extensions, _) where ByteClass.isFieldValue(byte):
            try countExtension()
        case (.sizeLineFeed, 0x0A):
            state = remaining == 0 ? .trailers : .data
        case (.dataCarriageReturn, 0x0D):
            state = .dataLineFeed
        case (.dataLineFeed, 0x0A):
            state = .size(digits: 0)
        default:
            throw .malformed("a chunk does not end where its size says")
        }
    }

    private mutating func countExtension() throws(HTTPError) {
        extensionBytes += 1
        guard extensionBytes <= Self.extensionLimit else {
            throw .malformed("the chunk extensions are too long")
        }
    }

    private mutating func stepSize(
        _ byte: UInt8, digits: Int, _ limits: MessageLimits
    ) throws(HTTPError) {
        if let digit = ByteClass.hexadecimal(byte) {
            // Fifteen digits fit in Int whatever they are.
            guard digits < 15 else { throw .malformed("a chunk size has too many digits") }
            remaining = remaining << 4 | digit
            state = .size(digits: digits + 1)
            return
        }
        guard digits > 0 else { throw .malformed("a chunk size is not a hexadecimal number") }
        guard remaining <= limits.bodyBytes - total else {
            throw .bodyTooLarge(limit: limits.bodyBytes)
        }
        switch byte {
        case 0x0D: state = .sizeLineFeed
        case UInt8(ascii: ";"): state = .extensions
        // White space is allowed before an extension, and nowhere else.
        case _ where ByteClass.isBlank(byte): state = .sizeBlank
        default: throw .malformed("a chunk size is not a hexadecimal number")
        }
        total += remaining
    }
}
