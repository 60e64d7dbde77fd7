/// A validating reader of JSON text in UTF-8, which looks at each byte once and allocates nothing.
///
/// Grammar: RFC 8259, and the bare words `NaN`, `Infinity` and `-Infinity` where a tensor's numbers
/// stand. A value type: a copy is a bookmark. Valid only within `scan`.
struct JSONScanner {
    private let start: UnsafePointer<UInt8>
    /// One behind the last byte.
    let end: UnsafePointer<UInt8>
    /// The next byte.
    var cursor: UnsafePointer<UInt8>

    /// How deep lists and objects may be nested, and how many dimensions tensors may have.
    let limits: BodyLimits

    /// Calls the closure with a scanner at the start of `text`.
    static func scan<Result>(
        _ text: [UInt8], limits: BodyLimits = BodyLimits(),
        _ body: (inout JSONScanner) throws(RequestError) -> Result
    ) throws(RequestError) -> Result {
        try text.withUnsafeBufferPointer { bytes throws(RequestError) in
            guard let start = bytes.baseAddress, !bytes.isEmpty else {
                throw .json(offset: 0, expected: "a JSON object", found: nil)
            }
            var scanner = JSONScanner(
                start: start, end: start + bytes.count, cursor: start, limits: limits)
            return try body(&scanner)
        }
    }

    /// How many bytes are read.
    var offset: Int { cursor - start }

    /// How many bytes are before that one.
    func offset(of position: UnsafePointer<UInt8>) -> Int { position - start }

    /// How many bytes are not read yet.
    var remaining: Int { end - cursor }

    /// The next byte, nil at the end.
    var next: UInt8? { cursor < end ? cursor.pointee : nil }

    /// An error at the next byte.
    func failure(expected: String) -> RequestError { failure(at: cursor, expected: expected) }

    /// An error at that byte.
    func failure(at position: UnsafePointer<UInt8>, expected: String) -> RequestError {
        .json(
            offset: offset(of: position), expected: expected,
            found: position < end ? position.pointee : nil)
    }

    mutating func skipWhitespace() { cursor.skipWhitespace(end) }

    /// The next byte that is not white space, left in place.
    mutating func peek() -> UInt8? {
        skipWhitespace()
        return next
    }

    /// Whether the next byte that is not white space is this one; reads it if so.
    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        cursor += 1
        return true
    }

    mutating func expect(
        _ character: Unicode.Scalar, or other: String? = nil
    ) throws(RequestError) {
        guard accept(character) else {
            throw failure(expected: other.map { "\($0) or '\(character)'" } ?? "'\(character)'")
        }
    }

    mutating func expectEnd() throws(RequestError) {
        guard peek() == nil else { throw failure(expected: "the end") }
    }

    /// Reads a bare word such as `true` if it is next.
    mutating func accept(word: StaticString) -> Bool { cursor.accept(word, end) }
}

extension UnsafePointer<UInt8> {
    /// Moves to the next byte that is not white space.
    @inline(__always)
    mutating func skipWhitespace(_ end: Self) {
        while self < end, pointee <= 0x20 {
            switch pointee {
            case 0x20, 0x0A, 0x0D, 0x09: self += 1
            default: return
            }
        }
    }
}
