/// How much of a request is read before it is refused.
///
/// All sizes are in bytes. Each limit is checked before the bytes it bounds are kept.
public struct MessageLimits: Sendable, Hashable {
    /// The longest request line (HTTP/1) or path (HTTP/2); beyond it 414.
    public var targetBytes: Int
    /// The whole head, request line and field lines; beyond it 431.
    public var headBytes: Int
    /// The number of field lines of a head or of a trailer section; beyond it 431.
    public var fieldCount: Int
    /// The body with transfer coding removed; beyond it 413.
    public var bodyBytes: Int

    /// Makes limits; the defaults suit a service that takes tensors.
    public init(
        targetBytes: Int = 8 << 10, headBytes: Int = 32 << 10, fieldCount: Int = 100,
        bodyBytes: Int = 64 << 20
    ) {
        self.targetBytes = targetBytes
        self.headBytes = headBytes
        self.fieldCount = fieldCount
        self.bodyBytes = bodyBytes
    }
}
