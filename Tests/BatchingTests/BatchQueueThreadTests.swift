import Fixtures
import Batching
import Foundation
import Synchronization
import Testing

@Suite("Batch queue and threads")
struct BatchQueueThreadTests {
    /// Runs closures on threads of their own and returns when all have ended.
    private func run(_ bodies: [@Sendable () -> Void]) {
        let group = DispatchGroup()
        for body in bodies {
            group.enter()
            Thread.detachNewThread {
                body()
                group.leave()
            }
        }
        group.wait()
    }

    @Test("a waiting executor gets a task at once, and ends when the queue is closed")
    func waitingExecutor() throws {
        let test = TestQueue()
        let ran = DispatchSemaphore(value: 0)
        let ended = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            while let batch = test.queue.take() {
                for slice in batch.slices { slice.task.run(slice.rows) }
                ran.signal()
            }
            ended.signal()
        }
        for name in 0..<100 {
            let task = try test.submit(name)
            ran.wait()
            #expect(task.fate.rows == [0])
        }
        test.queue.close()
        ended.wait()
    }

    @Test("a task of many batches occupies all waiting executors")
    func wakesAll() throws {
        let test = TestQueue(maxBatchSize: 1, capacity: 3)
        let executors = 3
        let holding = DispatchSemaphore(value: 0)
        let letGo = DispatchSemaphore(value: 0)
        let ended = DispatchGroup()
        for _ in 0..<executors {
            ended.enter()
            Thread.detachNewThread {
                while test.queue.take() != nil {
                    holding.signal()
                    letGo.wait()
                }
                ended.leave()
            }
        }
        try test.submit(1, size: executors)
        for _ in 0..<executors { holding.wait() }
        for _ in 0..<executors { letGo.signal() }
        test.queue.close()
        ended.wait()
    }

    @Test(
        "under load each task is answered exactly once and gets exactly its rows",
        arguments: [UInt64(1), 2, 3])
    func stress(seed: UInt64) {
        let test = TestQueue(maxBatchSize: 32, capacity: 256)
        let submitters = 6
        let accepted = Mutex<[TestTask]>([])
        let refused = Atomic<Int>(0)
        let largest = Mutex(0)
        let running = DispatchGroup()

        for _ in 0..<3 {
            running.enter()
            Thread.detachNewThread {
                while let batch = test.queue.take() {
                    largest.withLock { $0 = max($0, batch.rowCount) }
                    for slice in batch.slices { slice.task.run(slice.rows) }
                }
                running.leave()
            }
        }
        run(
            (0..<submitters).map { submitter in
                {
                    var generator = SeededGenerator(seed: seed * 1_000 + UInt64(submitter))
                    for step in 0..<2_000 {
                        let patience = Int.random(in: 1...200, using: &generator)
                        let task = TestTask(
                            submitter * 10_000 + step,
                            size: step % 50 == 0
                                ? Int.random(in: 33...256, using: &generator)
                                : Int.random(in: 1...8, using: &generator),
                            deadline: step % 3 == 0
                                ? test.clock.now + .milliseconds(patience) : nil)
                        do throws(BatchQueueError) {
                            try test.queue.submit(task)
                            accepted.withLock { $0.append(task) }
                            if step % 7 == 0 { task.abandon() }
                        } catch {
                            refused.add(1, ordering: .relaxed)
                        }
                        if step % 5 == 0 { test.clock.advance(by: .milliseconds(1)) }
                        if step % 100 == 0 { test.queue.sweep() }
                    }
                }
            })
        test.queue.close()
        running.wait()

        #expect(test.queue.queuedRows == 0)
        #expect(largest.withLock { $0 } <= 32)
        let tasks = accepted.withLock { $0 }
        #expect(tasks.count + refused.load(ordering: .relaxed) == submitters * 2_000)
        let wrong = tasks.filter { task in
            let fate = task.fate
            let isWhole = fate.drops.isEmpty && fate.rows.sorted() == Array(0..<task.size)
            let isDropped =
                fate.drops.count == 1 && fate.rows.sorted() == Array(0..<fate.rows.count)
                && fate.rows.count < task.size
            return !isWhole && !isDropped
        }
        #expect(wrong.isEmpty, "\(wrong.map { ($0.name, $0.size, $0.fate) })")
    }
}
