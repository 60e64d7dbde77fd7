import CAllocations
import Fixtures
import Tensors
import Testing

@testable import Engine

@Suite("what a run allocates")
struct AllocationTests {
    private func counted(_ body: () throws -> Void) rethrows -> Allocations {
        allocations_begin()
        defer { _ = allocations_end() }
        try body()
        return allocations_end()
    }

    @Test("the count sees what Swift allocates")
    func counting() {
        var held: [Int] = []
        #expect(counted { held.reserveCapacity(1000) }.large == 1)
        #expect(counted { _ = Tensor([1] as [Float]) }.own > 0)
    }

    @Test("nothing, at steady state, whose results have been dropped", arguments: [1, 2])
    func steadyState(threads: Int) throws {
        let model = try CompiledModel(digitNetwork())
        let executor = try model.makeExecutor(threads: threads)
        var numbers = SeededGenerator(seed: 1)
        for batch in [1, 32] {
            let inputs = [numbers.tensor([batch, 8, 8, 1])]
            for _ in 0..<3 { _ = try executor.run(inputs) }
            let allocations = try counted {
                for _ in 0..<10 { _ = try executor.run(inputs) }
            }
            #expect(allocations.large == 0, "batch \(batch)")
            #if !DEBUG
                // Generic code that is not optimized allocates a little wherever it iterates.
                #expect(allocations.own == 0, "batch \(batch)")
            #endif
        }
    }

    @Test("new memory for results while somebody has the last ones")
    func heldResults() throws {
        let executor = try CompiledModel(digitNetwork()).makeExecutor()
        var numbers = SeededGenerator(seed: 2)
        let inputs = [numbers.tensor([2, 8, 8, 1])]
        let first = try executor.run(inputs)
        let bytes = first[0].bytes
        let other = [numbers.tensor([2, 8, 8, 1])]
        _ = try executor.run(other)
        #expect(first[0].bytes == bytes)
        let row = try executor.run(other)[0].rows(1..<2)
        let rowBytes = row.bytes
        _ = try executor.run(inputs)
        #expect(row.bytes == rowBytes)
    }
}
