/// Rows of one or more tasks that run together.
public struct Batch<Task: BatchTask>: Sendable {
    /// The consecutive rows of one task that are in a batch.
    public struct Slice: Sendable {
        /// The task the rows belong to.
        public let task: Task
        /// Which of the task's rows: all of them, unless the task is larger than a batch.
        public let rows: Range<Int>
        /// When the task was submitted.
        public let submitted: ContinuousClock.Instant
    }

    /// Why the queue let a batch go.
    public enum Release: String, Hashable, Sendable, CaseIterable {
        /// It holds as many rows as it may, or the next task does not fit.
        case full
        /// An executor was waiting, so what there was went at once.
        case executorIdle
        /// An executor came back from its last batch and took what had gathered.
        case executorFreed
    }

    /// The slices in the order in which their tasks were submitted; at least one
    /// until the batch has run.
    public let slices: [Slice]
    /// The number of rows of all slices.
    public let rowCount: Int
    /// The number of processors that are the batch's own until the executor gives them back.
    public let processors: Int
    /// Why the batch was let go.
    public let release: Release
    /// When the batch was taken.
    public let started: ContinuousClock.Instant
    /// What tells the batch from others of its queue.
    let number: Int

    /// The batch without its tasks, which is all that the queue wants to know of one that has run.
    ///
    /// An executor that waits with the batch itself would keep its last requests alive.
    public var withoutTasks: Batch {
        Batch(
            slices: [], rowCount: rowCount, processors: processors, release: release,
            started: started, number: number)
    }
}
