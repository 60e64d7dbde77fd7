/// What a responder says about an answer besides the answer: for metrics and logs, not for the client.
public struct AnswerNotes: Sendable, Hashable {
    /// The responder's own number for what stands at the path; 0 for nothing.
    public var route: UInt8 = 0
    /// How long the parts of the work took, where that is known.
    public var times: WorkTimes?
    /// Why the request was refused, in a word of the program's own such as `overloaded`; nil leaves it
    /// to the status.
    public var refusal: String?
    /// What went wrong, for people.
    public var error: String?

    /// Makes notes that say nothing.
    public init() {}
}

/// How long the parts of the work for a request took.
public struct WorkTimes: Sendable, Hashable {
    /// Reading the body.
    public var decode: Duration
    /// Waiting for an executor.
    public var queue: Duration
    /// Computing, beside others of the same batch.
    public var compute: Duration
    /// Writing the answer's body.
    public var encode: Duration

    /// Makes times; those not given are zero.
    public init(
        decode: Duration = .zero, queue: Duration = .zero, compute: Duration = .zero,
        encode: Duration = .zero
    ) {
        self.decode = decode
        self.queue = queue
        self.compute = compute
        self.encode = encode
    }
}
