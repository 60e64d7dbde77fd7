import Dispatch
import Metrics
import Testing

@Suite("Histograms")
struct HistogramTests {
    @Test("a value belongs to the first range whose bound is not below it")
    func ranges() {
        let histogram = Histogram(bounds: [1, 5, 10])
        for value in [-3, 0, 1, 2, 5, 6, 10, 11, 1000] { histogram.observe(value) }
        #expect(histogram.snapshot.counts == [3, 2, 2, 2])
        #expect(histogram.snapshot.sum == 1032)
        #expect(histogram.snapshot.count == 9)
    }

    @Test("times are counted to the nanosecond, and bounds are exact")
    func durations() {
        let histogram = Histogram(bounds: [.microseconds(250), .seconds(1)])
        histogram.observe(.microseconds(250))
        histogram.observe(.nanoseconds(250_001))
        histogram.observe(.seconds(3600))
        #expect(histogram.bounds == [250_000, 1_000_000_000])
        #expect(histogram.snapshot.counts == [1, 1, 1])
        #expect(histogram.snapshot.sum == 3_600_000_500_001)
    }

    @Test("as many bounds as there may be are kept apart")
    func manyBounds() {
        let histogram = Histogram(bounds: Array(1...Histogram.mostBounds))
        for value in 1...(Histogram.mostBounds + 1) { histogram.observe(value) }
        #expect(histogram.snapshot.counts == Array(repeating: 1, count: Histogram.mostBounds + 1))
    }

    @Test("threads that observe at the same time lose nothing")
    func threads() {
        let histogram = Histogram(bounds: [10, 20])
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            for _ in 0..<10_000 { histogram.observe(thread * 10) }
        }
        #expect(histogram.snapshot.counts == [20_000, 10_000, 10_000])
        #expect(histogram.snapshot.sum == 600_000)
    }
}
