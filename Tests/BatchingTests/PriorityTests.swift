import Fixtures
import Testing

@testable import Batching

@Suite("Priorities")
struct PriorityTests {
    @Test("a task of high priority that comes later goes first")
    func overtaking() throws {
        let test = TestQueue()
        try test.submit(1, priority: .low)
        try test.submit(2)
        try test.submit(3, priority: .high)
        #expect(test.takeNames() == ["3: 0..<1", "2: 0..<1", "1: 0..<1"])
    }

    @Test("within a priority nobody is overtaken")
    func order() throws {
        let test = TestQueue(maxBatchSize: 32, capacity: 32)
        for name in 0..<30 { try test.submit(name, priority: Priority.allCases[name % 3]) }
        let names = try #require(test.queue.take()).slices.map(\.task.name)
        for priority in 0..<3 {
            let own = names.filter { $0 % 3 == priority }
            #expect(own == own.sorted())
            #expect(own.count == 10)
        }
    }

    @Test(
        "while all wait, rows leave by the weights, and the low ones do leave",
        arguments: [1, 3, 8])
    func shares(size: Int) throws {
        let test = TestQueue(maxBatchSize: 8, capacity: 10_000)
        for priority in Priority.allCases {
            for name in 0..<2000 / size { try test.submit(name, size: size, priority: priority) }
        }
        var left: [Priority: Int] = [:]
        for step in 1...150 {
            for slice in try #require(test.queue.take()).slices {
                left[slice.task.priority, default: 0] += slice.rows.count
            }
            guard step >= 10 else { continue }
            let total = left.values.reduce(0, +)
            for priority in Priority.allCases {
                let share = total * priority.weight / 21
                #expect(left[priority, default: 0] >= share - 16, "\(priority) of \(total)")
            }
        }
    }

    @Test("low tasks leave in time although high ones never end")
    func noStarvation() throws {
        let test = TestQueue(maxBatchSize: 4, capacity: 1000)
        var names = 0
        func submitHigh(_ count: Int) throws {
            for _ in 0..<count { try test.submit(names, priority: .high) }
            names += count
        }
        try submitHigh(100)
        for _ in 0..<5 { _ = test.queue.take() }
        for _ in 0..<3 { try test.submit(-1, size: 4, priority: .low) }
        var lowRows: [Int] = []
        for _ in 0..<40 {
            let slices = try #require(test.queue.take()).slices
            lowRows.append(slices.filter { $0.task.name == -1 }.map(\.rows.count).reduce(0, +))
            try submitHigh(4)
        }
        // Four rows of low for each 64 of high, which are 16 batches.
        #expect(lowRows.reduce(0, +) == 12)
        let turns = lowRows.indices.filter { lowRows[$0] > 0 }
        #expect(zip(turns, turns.dropFirst()).allSatisfy { (16...18).contains($1 - $0) })
    }

    @Test("a priority that was idle has saved up nothing")
    func nothingSaved() throws {
        let test = TestQueue(maxBatchSize: 1, capacity: 1000)
        for name in 0..<500 { try test.submit(name, priority: .high) }
        for _ in 0..<320 { _ = test.queue.take() }
        for name in 1000..<1100 { try test.submit(name) }
        let names = try (0..<50).map { _ in try #require(test.queue.take()).slices[0].task.name }
        #expect((9...11).contains(names.count { $0 >= 1000 }))
    }

    @Test("a full queue drops the youngest of lower priority for a task that matters more")
    func displacing() throws {
        let test = TestQueue(maxBatchSize: 4, capacity: 6)
        let low = try (1...2).map { try test.submit($0, size: 2, priority: .low) }
        let normal = try test.submit(3, size: 2)
        #expect(throws: BatchQueueError.self) { try test.submit(4, priority: .low) }
        try test.submit(5)
        #expect(low.map(\.fate.drops) == [[], [.displaced]])
        #expect(throws: BatchQueueError.self) { try test.submit(6, size: 6) }
        #expect(low[0].fate.drops.isEmpty && normal.fate.drops.isEmpty)
        try test.submit(7, size: 5, priority: .high)
        #expect(low[0].fate.drops == [.displaced])
        #expect(normal.fate.drops == [.displaced])
        #expect(test.queue.queuedRows == 5)
        #expect(test.queue.queuedTasks == 1)
    }

    @Test("what has begun to run is not displaced")
    func begun() throws {
        let test = TestQueue(maxBatchSize: 4, capacity: 8)
        let large = try test.submit(1, size: 8, priority: .low)
        #expect(test.takeNames() == ["1: 0..<4"])
        try test.submit(2, size: 4, priority: .high)
        #expect(throws: BatchQueueError.self) { try test.submit(3, priority: .high) }
        #expect(large.fate.drops.isEmpty)
    }
}
