import Testing

@testable import Batching

@Suite("Rows that are announced and have not come")
struct AnnouncementTests {
    /// A queue that has learned that each row takes 10 ms, one after another, and runs one.
    private func busy() throws -> TestQueue {
        let test = TestQueue(maxBatchSize: 1, capacity: 1000)
        test.queue.share(.fixed(1))
        var finished: Batch<TestTask>?
        for _ in 0..<20 {
            try test.submit(0)
            let batch = test.queue.take(after: finished)
            test.clock.advance(by: .milliseconds(10))
            finished = batch
        }
        test.queue.giveBack(try #require(finished))
        try test.submit(0)
        _ = test.queue.take()
        return test
    }

    private func announce(
        _ test: TestQueue, in duration: Duration, _ priority: Priority = .normal
    ) -> BatchQueueError? {
        test.queue.announce(deadline: test.deadline(in: duration), priority: priority)
    }

    @Test("are reckoned with: no more are let in than can be done in time")
    func reckoned() throws {
        let test = try busy()
        // 80 ms are to be used, of which 10 are for the row that runs.
        let accepted = (0..<20).filter { _ in announce(test, in: .milliseconds(100)) == nil }
        #expect(accepted.count == 7)
        // One with more time is let in behind them.
        #expect(announce(test, in: .milliseconds(120)) == nil)
        #expect(test.queue.queuedRows == 0)
    }

    @Test("count once when they have come")
    func arrived() throws {
        let test = try busy()
        for _ in 0..<7 { #expect(announce(test, in: .milliseconds(100)) == nil) }
        for name in 1...7 {
            try test.submit(name, deadline: test.deadline(in: .milliseconds(100)))
        }
        #expect(announce(test, in: .milliseconds(100)) != nil)
        #expect(announce(test, in: .milliseconds(120)) == nil)
    }

    @Test("keep nobody out who has come himself")
    func overtaken() throws {
        let test = try busy()
        for _ in 0..<7 { #expect(announce(test, in: .milliseconds(100)) == nil) }
        #expect(test.queue.refusal(deadline: test.deadline(in: .milliseconds(30))) == nil)
        try test.submit(1, deadline: test.deadline(in: .milliseconds(30)))
        #expect(test.queue.queuedRows == 1)
    }

    @Test("count no more after a quarter of their time, or 100 ms")
    func expired() throws {
        let test = try busy()
        for _ in 0..<7 { #expect(announce(test, in: .milliseconds(100)) == nil) }
        test.clock.advance(by: .milliseconds(24))
        // What runs is late and reckoned as done: one more row has room.
        #expect(announce(test, in: .milliseconds(100)) == nil)
        #expect(announce(test, in: .milliseconds(100)) != nil)
        test.clock.advance(by: .milliseconds(1))
        for _ in 0..<7 { #expect(announce(test, in: .milliseconds(100)) == nil) }
        #expect(announce(test, in: .milliseconds(100)) != nil)

        let patient = try busy()
        for _ in 0..<7 { #expect(announce(patient, in: .seconds(30)) == nil) }
        for _ in 0..<7 { #expect(patient.queue.announce(deadline: nil) == nil) }
        #expect(announce(patient, in: .milliseconds(100)) != nil)
        patient.clock.advance(by: .milliseconds(100))
        #expect(announce(patient, in: .milliseconds(100)) == nil)
    }

    @Test("stand before others by their priorities")
    func priorities() throws {
        let test = try busy()
        for _ in 0..<7 { #expect(announce(test, in: .seconds(30), .low) == nil) }
        #expect(announce(test, in: .milliseconds(30), .high) == nil)
        #expect(announce(test, in: .milliseconds(30), .low) != nil)
    }
}
