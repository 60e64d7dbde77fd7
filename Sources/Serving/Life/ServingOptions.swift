import Batching

/// How a model's requests are queued and run.
public struct ServingOptions: Hashable, Sendable {
    /// The greatest number of rows that run together.
    public var maxBatchSize: Int
    /// The greatest number of rows that may wait.
    public var queueCapacity: Int
    /// The greatest number of batches that run at the same time, each on an executor's thread.
    public var executors: Int
    /// The threads that share the work of a batch.
    public var threads: Threads

    /// How the number of threads of a batch is chosen.
    public enum Threads: Hashable, Sendable, CustomStringConvertible {
        /// The same for every batch.
        case fixed(Int)
        /// So many for a batch that is alone, and one each while many rows wait.
        case elastic(Int)

        /// The most that a batch may have.
        public var most: Int {
            switch self {
            case .fixed(let count), .elastic(let count): count
            }
        }

        /// The number, with 'up to' before it where it is chosen for each batch.
        public var description: String {
            switch self {
            case .fixed(let count): "\(count)"
            case .elastic(let count): "up to \(count)"
            }
        }

        /// How the queue's batches share the processors.
        func sharing(threadsPerRow: Double) -> ProcessorSharing {
            switch self {
            case .fixed(let count): .fixed(count)
            case .elastic(let count): .elastic(count, processorsPerRow: threadsPerRow)
            }
        }
    }

    /// Makes options; all numbers are at least 1.
    public init(
        maxBatchSize: Int = 32, queueCapacity: Int = 1024, executors: Int = 1,
        threads: Threads = .fixed(1)
    ) {
        precondition(
            maxBatchSize >= 1 && queueCapacity >= 1 && executors >= 1 && threads.most >= 1)
        self.maxBatchSize = maxBatchSize
        self.queueCapacity = queueCapacity
        self.executors = executors
        self.threads = threads
    }
}
