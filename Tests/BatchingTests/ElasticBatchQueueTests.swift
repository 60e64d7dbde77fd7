import Foundation
import Synchronization
import Testing

@testable import Batching

@Suite("Elastic batch queue")
struct ElasticBatchQueueTests {
    /// An executor that reports each batch and holds it until it is told to go on.
    private final class Executor: Sendable {
        let taken = Mutex<[(rows: Int, processors: Int)]>([])
        private let began = DispatchSemaphore(value: 0)
        private let goesOn = DispatchSemaphore(value: 0)
        private let ended = DispatchSemaphore(value: 0)

        init(_ queue: BatchQueue<TestTask>) {
            Thread.detachNewThread { [self] in
                var finished: Batch<TestTask>?
                while let batch = queue.take(after: finished) {
                    finished = batch
                    for slice in batch.slices { slice.task.run(slice.rows) }
                    taken.withLock { $0.append((batch.rowCount, batch.processors)) }
                    began.signal()
                    goesOn.wait()
                }
                ended.signal()
            }
        }

        /// Waits until it has a batch; gives what it has.
        func begin() -> (rows: Int, processors: Int)? {
            began.wait()
            return taken.withLock { $0.last }
        }

        func finish() { goesOn.signal() }
        func end() { ended.wait() }
    }

    @Test("a lone batch has all processors, and what comes meanwhile is shared out when it ends")
    func switching() throws {
        let test = TestQueue(maxBatchSize: 2)
        test.queue.share(.elastic(2))
        let first = Executor(test.queue)
        try test.submit(1)
        #expect(try #require(first.begin()) == (1, 2))

        let second = Executor(test.queue)
        while test.queue.waitingExecutors < 1 { sched_yield() }
        for name in 2...5 { try test.submit(name) }
        #expect(test.queue.queuedRows == 4, "the second executor has no processor")

        first.finish()
        #expect(try #require(first.begin()) == (2, 1))
        #expect(try #require(second.begin()) == (2, 1))
        #expect(test.queue.queuedRows == 0)

        // The one that ends first leaves its processor to the next batch, and no more than that.
        first.finish()
        try test.submit(6)
        #expect(try #require(first.begin()) == (1, 1))
        first.finish()
        second.finish()
        test.queue.close()
        first.end()
        second.end()
    }

    @Test("executors that wait for processors end with the queue")
    func closing() throws {
        let test = TestQueue(maxBatchSize: 4)
        test.queue.share(.elastic(2))
        let first = Executor(test.queue)
        try test.submit(1)
        _ = first.begin()
        let second = Executor(test.queue)
        let task = try test.submit(2)
        test.queue.close()
        first.finish()
        // Either may take the last task; both must end.
        first.finish()
        second.finish()
        first.end()
        second.end()
        #expect(task.fate.rows == [0])
    }

    @Test("under load every row runs once and no processor has two batches")
    func stress() throws {
        let processors = 3
        let queue = BatchQueue<TestTask>(maxBatchSize: 8, capacity: 100_000) { $0.drop($1) }
        queue.share(.elastic(processors))
        let busy = Atomic<Int>(0)
        let most = Mutex(0)
        let running = DispatchGroup()
        for _ in 0..<4 {
            running.enter()
            Thread.detachNewThread {
                var finished: Batch<TestTask>?
                while let batch = queue.take(after: finished) {
                    finished = batch
                    let held = batch.processors
                    let now = busy.add(held, ordering: .sequentiallyConsistent).newValue
                    most.withLock { $0 = max($0, now) }
                    for slice in batch.slices { slice.task.run(slice.rows) }
                    busy.subtract(held, ordering: .sequentiallyConsistent)
                }
                running.leave()
            }
        }
        var tasks: [TestTask] = []
        for name in 0..<5_000 {
            let task = TestTask(name, size: 1 + name % 5)
            try queue.submit(task)
            tasks.append(task)
        }
        queue.close()
        running.wait()
        #expect(most.withLock { $0 } <= processors)
        #expect(tasks.allSatisfy { $0.fate.rows.sorted() == Array(0..<$0.size) })
    }
}
