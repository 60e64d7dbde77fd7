/// How long one step of a plan took.
public struct StepTiming: Hashable, Sendable {
    /// The node's name.
    public let node: String
    /// What it computes.
    public let operation: String
    /// What ran it: the kernel library's name for its implementation, or `swift`.
    public let implementation: String
    /// The time from its start to its end, with what it costs to take the time.
    public let duration: Duration
}
