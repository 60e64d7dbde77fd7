import Batching
import Testing

@Suite("Tasks nobody waits for")
struct BatchQueueDropTests {
    @Test("an expired task leaves before it runs, an unexpired one beside it runs")
    func expired() throws {
        let test = TestQueue()
        let late = try test.submit(1, deadline: test.deadline(in: .seconds(1)))
        let timely = try test.submit(2, deadline: test.deadline(in: .seconds(2)))
        test.clock.advance(by: .seconds(1))
        #expect(test.takeNames() == ["2: 0..<1"])
        #expect(late.fate.drops == [.expired])
        #expect(timely.fate.drops.isEmpty)
    }

    @Test("an abandoned task leaves before it runs")
    func abandoned() throws {
        let test = TestQueue()
        let gone = try test.submit(1)
        try test.submit(2)
        gone.abandon()
        #expect(test.takeNames() == ["2: 0..<1"])
        #expect(gone.fate.drops == [.abandoned])
    }

    @Test("the rest of a half-run task is dropped, once")
    func halfRun() throws {
        let test = TestQueue(maxBatchSize: 4)
        let task = try test.submit(1, size: 9, deadline: test.deadline(in: .seconds(1)))
        #expect(test.takeNames() == ["1: 0..<4"])
        test.clock.advance(by: .seconds(1))
        try test.submit(2)
        #expect(test.takeNames() == ["2: 0..<1"])
        #expect(task.fate.drops == [.expired])
        #expect(test.queue.queuedRows == 0)
    }

    @Test("expired and abandoned tasks free the capacity they held")
    func capacity() throws {
        let test = TestQueue(maxBatchSize: 4, capacity: 6)
        let late = try test.submit(1, size: 3, deadline: test.deadline(in: .seconds(1)))
        let gone = try test.submit(2, size: 3)
        test.clock.advance(by: .seconds(1))
        gone.abandon()
        try test.submit(3, size: 6)
        #expect(late.fate.drops == [.expired])
        #expect(gone.fate.drops == [.abandoned])
        #expect(test.queue.queuedRows == 6)
    }

    @Test("a full queue searches for abandoned tasks only now and then")
    func searchInterval() throws {
        let test = TestQueue(maxBatchSize: 4, capacity: 4)
        let task = try test.submit(1, size: 4)
        #expect(throws: BatchQueueError.self) { try test.submit(2) }
        task.abandon()
        #expect(throws: BatchQueueError.self) { try test.submit(2) }
        test.clock.advance(by: .milliseconds(10))
        try test.submit(2)
        #expect(task.fate.drops == [.abandoned])
    }

    @Test("a task expires at its deadline although no executor comes")
    func alarm() throws {
        let test = TestQueue()
        let first = test.deadline(in: .seconds(1))
        let second = test.deadline(in: .seconds(2))
        let tasks = try [first, second].map { try test.submit(1, deadline: $0) }
        #expect(test.alarms == [first])
        test.clock.advance(by: .seconds(1))
        test.queue.sweep()
        #expect(tasks.map(\.fate.drops) == [[.expired], []])
        #expect(test.alarms == [first, second])
        test.clock.advance(by: .seconds(1))
        test.queue.sweep()
        #expect(tasks.map(\.fate.drops) == [[.expired], [.expired]])
        #expect(test.alarms == [first, second])
        #expect(test.queue.queuedRows == 0)
    }

    @Test("alarms are asked for seldom, and again when an earlier deadline comes")
    func fewAlarms() throws {
        let test = TestQueue(capacity: 100)
        let deadlines = (0..<50).map { test.deadline(in: .seconds(10 + $0)) }
        for deadline in deadlines { try test.submit(1, deadline: deadline) }
        #expect(test.alarms == [deadlines[0]])
        let earlier = test.deadline(in: .seconds(1))
        try test.submit(2, deadline: earlier)
        #expect(test.alarms == [deadlines[0], earlier])
    }

    @Test("an alarm that comes too early is asked for again")
    func earlyAlarm() throws {
        let test = TestQueue()
        let deadline = test.deadline(in: .seconds(1))
        let task = try test.submit(1, deadline: deadline)
        test.queue.sweep()
        #expect(task.fate.drops.isEmpty)
        #expect(test.alarms == [deadline, deadline])
    }

    @Test("tasks without deadline ask for no alarm and outlive any time")
    func noDeadline() throws {
        let test = TestQueue()
        try test.submit(1)
        test.clock.advance(by: .seconds(1_000_000))
        test.queue.sweep()
        #expect(test.alarms.isEmpty)
        #expect(test.takeNames() == ["1: 0..<1"])
    }

    @Test("a queue of dropped tasks alone ends when it is closed")
    func closedWithDropped() throws {
        let test = TestQueue()
        let task = try test.submit(1)
        task.abandon()
        test.queue.close()
        #expect(test.queue.take()?.rowCount == nil)
        #expect(task.fate.drops == [.abandoned])
    }
}
