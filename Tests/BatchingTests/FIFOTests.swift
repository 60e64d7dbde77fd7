import Fixtures
import Testing

@testable import Batching

@Suite("First in, first out")
struct FIFOTests {
    @Test("elements leave in the order in which they came, whatever the mix of calls")
    func order() {
        var generator = SeededGenerator(seed: 7)
        var fifo = FIFO<Int>()
        var model: [Int] = []
        for step in 0..<5_000 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5:
                fifo.append(step)
                model.append(step)
            case 9 where step % 17 == 0:
                fifo.removeAll { $0 % 3 == 0 }
                model.removeAll { $0 % 3 == 0 }
            default:
                #expect(fifo.first == model.first)
                #expect(fifo.removeFirst() == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(fifo.count == model.count)
        }
        while let element = fifo.removeFirst() { #expect(element == model.removeFirst()) }
        #expect(model.isEmpty)
    }

    @Test("the first element can be replaced, and none is made where there is none")
    func replaceFirst() {
        var fifo = FIFO<Int>()
        fifo.first = 1
        #expect(fifo.isEmpty)
        fifo.append(2)
        fifo.append(3)
        fifo.removeFirst()
        fifo.first = 4
        #expect(fifo.removeFirst() == 4)
        #expect(fifo.removeFirst() == nil)
    }
}
