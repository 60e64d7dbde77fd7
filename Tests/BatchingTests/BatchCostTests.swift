import Fixtures
import Testing

@testable import Batching

@Suite("Cost of a batch")
struct BatchCostTests {
    private func isNear(_ value: Double, _ expected: Double, within part: Double = 0.01) -> Bool {
        abs(value - expected) <= part * expected
    }

    @Test("a line is found from batches of several sizes")
    func line() {
        var cost = BatchCost()
        for step in 0..<100 { cost.note(rows: 1 + step % 8, cost: 2 + 0.5 * Double(1 + step % 8)) }
        for rows in [1, 4, 8, 32] {
            #expect(isNear(cost.expected(forRows: rows), 2 + 0.5 * Double(rows)), "\(rows)")
        }
    }

    @Test("nothing is known before the first batch, and after it a batch costs its rows")
    func first() {
        var cost = BatchCost()
        #expect(cost.isUnknown)
        #expect(cost.expected(forRows: 5) == 0)
        cost.note(rows: 2, cost: 3)
        #expect(!cost.isUnknown)
        #expect(cost.expected(forRows: 2) == 3)
        #expect(cost.expected(forRows: 4) == 6)
    }

    @Test("batches of one size alone tell what they cost, and leave the rest as it was")
    func oneSize() {
        var cost = BatchCost()
        for step in 0..<64 { cost.note(rows: 1 + step % 32, cost: 4 + Double(1 + step % 32)) }
        for _ in 0..<1000 { cost.note(rows: 32, cost: 36) }
        #expect(isNear(cost.expected(forRows: 32), 36))
        #expect(isNear(cost.expected(forRows: 16), 20, within: 0.05))
    }

    @Test("a new level is learned within some dozen batches")
    func newLevel() {
        var cost = BatchCost()
        for step in 0..<100 { cost.note(rows: 1 + step % 8, cost: Double(1 + step % 8)) }
        for step in 0..<100 { cost.note(rows: 1 + step % 8, cost: 3 * Double(1 + step % 8)) }
        #expect(isNear(cost.expected(forRows: 8), 24, within: 0.1))
    }

    @Test("a batch that was interrupted is not taken at its word")
    func interruption() {
        var cost = BatchCost()
        for _ in 0..<50 { cost.note(rows: 4, cost: 1) }
        cost.note(rows: 4, cost: 1000)
        #expect(cost.expected(forRows: 4) < 1.2)
    }

    @Test("costs are never negative, whatever is measured", arguments: [UInt64(1), 2, 3])
    func bounds(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var cost = BatchCost()
        for _ in 0..<2000 {
            cost.note(
                rows: Int.random(in: 1...32, using: &generator),
                cost: Double.random(in: 0...1, using: &generator))
            let costs = (1...64).map { cost.expected(forRows: $0) }
            #expect(costs.allSatisfy { $0 >= 0 && $0 <= 64 })
            #expect(zip(costs, costs.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }

    @Test("the most rows for a cost cost no more, and one is always taken")
    func rows() {
        var cost = BatchCost()
        for step in 0..<100 { cost.note(rows: 1 + step % 8, cost: 2 + Double(1 + step % 8)) }
        #expect(cost.rows(costing: 10.01, atMost: 32) == 8)
        #expect(cost.rows(costing: 1, atMost: 32) == 1)
        #expect(cost.rows(costing: 1000, atMost: 32) == 32)
    }
}
