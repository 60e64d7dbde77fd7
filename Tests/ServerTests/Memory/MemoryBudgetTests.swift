import Testing

@testable import Server

@Suite("Memory budget") struct MemoryBudgetTests {
    @Test("a lease takes what there is, and gives it back when it goes away")
    func taking() {
        let budget = MemoryBudget(limit: 100)
        do {
            let first = budget.makeLease()
            let second = budget.makeLease()
            #expect(first.grow(by: 60))
            #expect(!second.grow(by: 41))
            #expect(second.grow(by: 40))
            #expect(budget.heldBytes == 100)
            first.settle(at: 10)
            #expect(budget.heldBytes == 50)
            #expect(second.grow(by: 50))
        }
        #expect(budget.heldBytes == 0)
    }

    @Test("what can't be refused is counted beyond the limit, and then nothing is granted")
    func forced() {
        let budget = MemoryBudget(limit: 100)
        let owed = budget.makeLease()
        owed.settle(at: 150)
        let lease = budget.makeLease()
        #expect(!lease.grow(by: 1))
        #expect(lease.bytes == 0)
        owed.settle(at: 99)
        #expect(lease.grow(by: 1))
    }

    @Test("the last eighth is for small requests, also of one that grows step by step")
    func reserve() {
        let limit = 8 << 20
        let budget = MemoryBudget(limit: limit)
        let large = budget.makeLease()
        #expect(!large.grow(by: limit))
        #expect(large.grow(by: MemoryBudget.largestRequest(of: limit)))
        #expect(!large.grow(by: 1))
        let other = budget.makeLease()
        #expect(!other.grow(by: MemoryBudget.smallRequest + 1))
        #expect(other.grow(by: MemoryBudget.smallRequest))
        #expect(!other.grow(by: 1))
    }

    @Test("tasks never take more together than there is, and all of it comes back")
    func tasks() async {
        let budget = MemoryBudget(limit: 1000)
        let isKept = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<5000).allSatisfy { step in
                        let lease = budget.makeLease()
                        _ = lease.grow(by: 1 + step % 400)
                        lease.settle(at: min(lease.bytes, 7))
                        return budget.heldBytes <= 1000
                    }
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(isKept)
        #expect(budget.heldBytes == 0)
    }
}
