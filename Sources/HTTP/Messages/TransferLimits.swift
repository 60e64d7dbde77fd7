/// How slowly bytes may come and go.
public struct TransferLimits: Sendable, Hashable {
    /// How long a request's body may make no progress; beyond it 408.
    public var body: Duration
    /// How long an answer may make no progress.
    public var write: Duration
    /// How long a client may go on sending a request that is answered already.
    public var linger: Duration
    /// The least average of bytes a second, counted once `body` or `write` has passed.
    public var rate: Int

    /// Makes limits from their parts.
    public init(
        body: Duration = .seconds(30), write: Duration = .seconds(30),
        linger: Duration = .seconds(5), rate: Int = 240
    ) {
        self.body = body
        self.write = write
        self.linger = linger
        self.rate = rate
    }
}
