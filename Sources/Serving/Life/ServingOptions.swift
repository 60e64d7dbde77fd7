/// How a model's requests are queued and run.
public struct ServingOptions: Hashable, Sendable {
    /// The greatest number of rows that run together.
    public var maxBatchSize: Int
    /// The greatest number of rows that may wait.
    public var queueCapacity: Int
    /// The number of batches that run at the same time, each on a thread of its own.
    public var executors: Int

    /// Makes options; all are at least 1.
    public init(maxBatchSize: Int = 32, queueCapacity: Int = 1024, executors: Int = 1) {
        precondition(maxBatchSize >= 1 && queueCapacity >= 1 && executors >= 1)
        self.maxBatchSize = maxBatchSize
        self.queueCapacity = queueCapacity
        self.executors = executors
    }
}
