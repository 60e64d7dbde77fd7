import HTTPTypes

/// Field lines, taken apart (RFC 9112 section 5).
enum FieldLines {
    /// One field line: its name with the name's role, and the place of its value.
    struct Line {
        let name: HTTPField.Name
        let role: FieldRole
        let value: Range<Int>
    }

    /// The line that begins at `start` and the place after its CR LF, or nil at the empty line.
    ///
    /// `section` must end with an empty line and have CR LF after every line. A line that begins
    /// with white space (obsolete line folding), white space before the colon, and control
    /// characters in the value are refused: other parsers read them differently.
    static func next(
        in section: Span<UInt8>, from start: inout Int
    ) throws(HTTPError) -> Line? {
        guard let lineFeed = section.firstIndex(of: 0x0A, from: start) else { return nil }
        let end = lineFeed - 1
        guard end > start else { return nil }
        guard let colon = section.firstIndex(of: UInt8(ascii: ":"), from: start), colon < end else {
            throw .malformed("a header field line has no colon")
        }
        if ByteClass.isBlank(section[start]) {
            throw .malformed("a header field is folded over two lines")
        }
        guard let (name, role) = FieldNames.known.name(of: section.extracting(start..<colon))
        else { throw .malformed("a header field name is not a token") }
        let value = section.trimmed((colon + 1)..<end)
        for index in value where !ByteClass.isFieldValue(section[index]) {
            throw .malformed("the value of \(name) has a control character")
        }
        start = lineFeed + 1
        return Line(name: name, role: role, value: value)
    }

    /// The field a line stands for.
    static func field(_ line: Line, in section: Span<UInt8>) -> HTTPField {
        section.extracting(line.value).withUnsafeBufferPointer { bytes in
            HTTPField(name: line.name, value: bytes)
        }
    }

    /// All fields of a trailer section; those that frame or route a message are refused there
    /// (RFC 9110 section 6.5.1).
    static func trailers(
        in section: Span<UInt8>, limits: MessageLimits
    ) throws(HTTPError) -> HTTPFields {
        var fields = HTTPFields()
        var place = 0
        while let line = try next(in: section, from: &place) {
            guard line.role == .plain else {
                throw .malformed("\(line.name) is not allowed as a trailer")
            }
            if fields.count == limits.fieldCount { throw .tooManyFields(limit: limits.fieldCount) }
            fields.append(field(line, in: section))
        }
        return fields
    }
}
