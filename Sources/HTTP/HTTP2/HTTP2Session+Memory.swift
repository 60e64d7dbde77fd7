import CNGHTTP2

/// What a session takes of memory, so that a server can count it.
///
/// The library does not tell. The figures are the growth of a process with some hundred to 2,000 such
/// connections (libnghttp2 1.52 on x86-64), rounded up.
extension HTTP2Session {
    /// A session without streams and with empty tables.
    public static let emptyBytes = 16 << 10
    /// An open stream, apart from its head and bodies.
    private static let streamBytes = 1_280
    /// What a byte of a head takes once it is decoded, where its fields are as short as can be.
    private static let headCost = 3
    /// What a byte takes of a compression table, where its fields are as short as can be.
    private static let tableCost = 7
    /// What a byte takes of a header block that is not whole: its last field is kept decoded too.
    private static let blockCost = 2

    /// The bytes that the session takes, and the answers in it that are not sent yet; bodies of requests
    /// are not among them.
    public var heldBytes: Int {
        let tables =
            nghttp2_session_get_hd_inflate_dynamic_table_size(session)
            + nghttp2_session_get_hd_deflate_dynamic_table_size(session)
        let isInsideBlock = gate.isInsideBlock || scanner.isInsideFrame
        return Self.emptyBytes + Self.tableCost * tables + Self.streamBytes * openStreams
            + Self.headCost * headBytes + (isInsideBlock ? Self.blockCost * gate.blockBytes : 0)
            + unsentBytes
    }

    /// What tells a client that the server has no memory for a session: empty settings and a GOAWAY that
    /// says that no stream was looked at, with ENHANCE_YOUR_CALM (RFC 9113 sections 3.4 and 6.8).
    public static let refusal: [UInt8] =
        [0, 0, 0, 4, 0, 0, 0, 0, 0]
        + [0, 0, 8, 7, 0, 0, 0, 0, 0] + [0, 0, 0, 0] + [0, 0, 0, UInt8(FrameGate.Code.calm)]
}
