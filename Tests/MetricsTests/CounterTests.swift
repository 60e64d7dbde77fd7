import Dispatch
import Metrics
import Testing

@Suite("Counters")
struct CounterTests {
    @Test("threads that count at the same time lose nothing")
    func threads() {
        let counter = Counter()
        let set = CounterSet()
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<10_000 {
                counter.add(2)
                set["a"].add()
            }
        }
        #expect(counter.value == 80_000)
        #expect(set.values.map(\.value) == [40_000])
    }

    @Test("a set has its first words at 0 and shows all in order")
    func words() {
        let set = CounterSet(["b"])
        set["c"].add()
        set["a"].add(3)
        #expect(set.values.map(\.word) == ["a", "b", "c"])
        #expect(set.values.map(\.value) == [3, 0, 1])
    }

    @Test("a gauge goes both ways")
    func gauge() {
        let gauge = Gauge()
        gauge.add(3)
        gauge.add(-5)
        #expect(gauge.value == -2)
    }
}
