import Batching
import Testing

@Suite("Batch queue")
struct BatchQueueTests {
    @Test("what waits leaves at once as one batch, in order, up to the limit")
    func gathers() throws {
        let test = TestQueue(maxBatchSize: 4)
        for name in 1...6 { try test.submit(name) }
        #expect(test.queue.queuedRows == 6)
        #expect(test.takeNames() == ["1: 0..<1", "2: 0..<1", "3: 0..<1", "4: 0..<1"])
        #expect(test.takeNames() == ["5: 0..<1", "6: 0..<1"])
        #expect(test.queue.queuedRows == 0)
        #expect(test.queue.queuedTasks == 0)
    }

    @Test("a single row goes without waiting for company")
    func noDelay() throws {
        let test = TestQueue()
        let before = test.clock.now
        try test.submit(1)
        let batch = try #require(test.queue.take())
        #expect(batch.rowCount == 1)
        #expect(batch.release == .executorFreed)
        #expect(batch.slices[0].submitted == before)
    }

    @Test("a batch is full when it reaches the limit or the next task does not fit")
    func release() throws {
        let test = TestQueue(maxBatchSize: 4)
        for (name, size) in [(1, 4), (2, 3), (3, 3)] { try test.submit(name, size: size) }
        #expect(test.queue.take()?.release == .full)
        #expect(test.queue.take()?.release == .full)
        #expect(test.queue.take()?.release == .executorFreed)
    }

    @Test("a task that fits a batch is never cut, and nobody overtakes it")
    func wholeTasks() throws {
        let test = TestQueue(maxBatchSize: 4)
        for (name, size) in [(1, 3), (2, 2), (3, 1), (4, 4)] { try test.submit(name, size: size) }
        #expect(test.takeNames() == ["1: 0..<3"])
        #expect(test.takeNames() == ["2: 0..<2", "3: 0..<1"])
        #expect(test.takeNames() == ["4: 0..<4"])
    }

    @Test("a task larger than a batch fills batch after batch and shares its first and last")
    func largeTask() throws {
        let test = TestQueue(maxBatchSize: 4)
        try test.submit(1)
        try test.submit(2, size: 9)
        try test.submit(3, size: 2)
        #expect(test.takeNames() == ["1: 0..<1", "2: 0..<3"])
        #expect(test.queue.queuedRows == 8)
        #expect(test.takeNames() == ["2: 3..<7"])
        #expect(test.takeNames() == ["2: 7..<9", "3: 0..<2"])
    }

    @Test("a full queue refuses with the figures, and accepts again when rows have left")
    func overloaded() throws {
        let test = TestQueue(maxBatchSize: 4, capacity: 6)
        try test.submit(1, size: 4)
        #expect(throws: BatchQueueError.overloaded(queuedRows: 4, capacity: 6, wait: .zero)) {
            try test.submit(2, size: 3)
        }
        #expect(test.takeNames() == ["1: 0..<4"])
        try test.submit(2, size: 3)
        #expect(test.takeNames() == ["2: 0..<3"])
    }

    @Test("a task that could never fit is refused for good, even by an empty queue")
    func oversized() throws {
        let test = TestQueue(maxBatchSize: 4, capacity: 6)
        #expect(throws: BatchQueueError.oversized(rows: 7, capacity: 6)) {
            try test.submit(1, size: 7)
        }
        try test.submit(2, size: 6)
    }

    @Test("errors say what happened and what to do")
    func errorTexts() {
        #expect(
            BatchQueueError.overloaded(queuedRows: 5, capacity: 6, wait: .zero).description
                == "the queue is full: 5 of 6 rows wait; try again later")
        #expect(
            BatchQueueError.oversized(rows: 7, capacity: 6).description
                == "the request has 7 rows and the queue holds at most 6; send fewer rows at once")
        #expect(BatchQueueError.closed.description == "the queue is closed")
    }

    @Test("a closed queue refuses, gives away what it holds, then ends")
    func close() throws {
        let test = TestQueue(maxBatchSize: 4)
        let tasks = try (1...5).map { try test.submit($0) }
        test.queue.close()
        #expect(throws: BatchQueueError.closed) { try test.submit(6) }
        #expect(test.takeNames().count == 4)
        #expect(test.takeNames() == ["5: 0..<1"])
        #expect(test.queue.take()?.rowCount == nil)
        #expect(test.queue.take()?.rowCount == nil)
        #expect(tasks.allSatisfy { $0.fate.drops.isEmpty })
    }
}
