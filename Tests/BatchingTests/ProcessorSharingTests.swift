import Testing

@testable import Batching

@Suite("Sharing processors")
struct ProcessorSharingTests {
    private func share(
        _ sharing: ProcessorSharing, rows: Int, idle: Int, busy: Int = 0
    ) -> Int {
        sharing.share(waitingRows: rows, maxBatchSize: 32, idleExecutors: idle, busy: busy)
    }

    @Test("a batch that is alone gets all processors", arguments: [1, 2, 31, 32])
    func alone(rows: Int) {
        #expect(share(.elastic(4), rows: rows, idle: 4) == 4)
    }

    @Test("rows for several batches get an equal share each")
    func long() {
        #expect(share(.elastic(4), rows: 33, idle: 4) == 2)
        #expect(share(.elastic(4), rows: 32 * 4, idle: 4) == 1)
        #expect(share(.elastic(4), rows: 1000, idle: 4) == 1)
        #expect(share(.elastic(2), rows: 64, idle: 2) == 1)
    }

    @Test("what an equal division leaves over is the first batch's")
    func uneven() {
        #expect(share(.elastic(5), rows: 64, idle: 4) == 3)
        #expect(share(.elastic(5), rows: 32, idle: 3, busy: 3) == 2)
    }

    @Test("executors that are busy count for nothing")
    func fewExecutors() {
        #expect(share(.elastic(4), rows: 1000, idle: 1) == 4)
        #expect(share(.elastic(4), rows: 1000, idle: 1, busy: 3) == 1)
        #expect(share(.elastic(4), rows: 1000, idle: 2, busy: 2) == 1)
    }

    @Test("a batch waits while no processor is free")
    func none() {
        #expect(share(.elastic(4), rows: 1, idle: 3, busy: 4) == 0)
        #expect(!ProcessorSharing.elastic(4).hasRoom(besides: 4))
        #expect(ProcessorSharing.elastic(4).hasRoom(besides: 3))
    }

    @Test("rows with little to do keep to the processors that are worth waking")
    func small() {
        let sharing = ProcessorSharing.elastic(4, processorsPerRow: 0.1)
        #expect(share(sharing, rows: 1, idle: 4) == 1)
        #expect(share(sharing, rows: 19, idle: 4) == 1)
        #expect(share(sharing, rows: 20, idle: 4) == 2)
        #expect(share(sharing, rows: 32, idle: 4) == 3)
        #expect(share(sharing, rows: 1000, idle: 1) == 3)
    }

    @Test("a fixed share is the same whatever runs")
    func fixed() {
        for (rows, idle, busy) in [(1, 4, 0), (1000, 1, 9), (33, 2, 3)] {
            #expect(share(.fixed(3), rows: rows, idle: idle, busy: busy) == 3)
        }
        #expect(ProcessorSharing.fixed(3).hasRoom(besides: 9))
    }

    @Test("no processor has two batches, and none idles while rows wait, whatever happens")
    func exhaustive() {
        for processors in 1...6 {
            for executors in 1...4 {
                for busy in 0...processors {
                    for rows in 1...130 {
                        let share = share(
                            .elastic(processors), rows: rows, idle: executors, busy: busy)
                        #expect(busy + share <= processors)
                        #expect((share > 0) == (busy < processors))
                    }
                }
            }
        }
    }
}
