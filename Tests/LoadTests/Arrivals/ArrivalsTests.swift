import Testing

@testable import Load

@Suite("Arrivals")
struct ArrivalsTests {
    private let start = MonotonicTime(nanoseconds: 5_000)

    /// The distances from the start at which the first requests are due, in nanoseconds.
    private func due(_ pace: LoadPace, _ count: Int) -> [Int64] {
        var arrivals = Arrivals(pace, start: start)
        return (0..<count).map { _ in
            defer { arrivals.advance() }
            return (arrivals.next?.nanoseconds ?? .min) - start.nanoseconds
        }
    }

    @Test("of a constant rate do not drift, however often they are")
    func constant() {
        #expect(due(.constant(perSecond: 4), 4) == [0, 250_000_000, 500_000_000, 750_000_000])
        #expect(due(.constant(perSecond: 3), 300_001).last == 100_000_000_000_000)
    }

    @Test("at random have the rate, and gaps whose deviation is their mean")
    func poisson() {
        let times = due(.poisson(perSecond: 1000, seed: 7), 100_001).map(Double.init)
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        let variance = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)
        #expect(abs(mean / 1e6 - 1) < 0.02)
        #expect(abs(variance.squareRoot() / mean - 1) < 0.02)
        // The share of gaps above the mean is 1/e.
        let long = Double(gaps.count { $0 > mean }) / Double(gaps.count)
        #expect(abs(long - 0.3679) < 0.01)
    }

    @Test("at random follow from the seed")
    func seeds() {
        let times = due(.poisson(perSecond: 10, seed: 1), 20)
        #expect(times == due(.poisson(perSecond: 10, seed: 1), 20))
        #expect(times != due(.poisson(perSecond: 10, seed: 2), 20))
    }

    @Test("are due at their time and not before")
    func dueness() {
        var arrivals = Arrivals(.constant(perSecond: 1e6), start: start)
        arrivals.advance()
        #expect(!arrivals.isDue(at: MonotonicTime(nanoseconds: 5_999)))
        #expect(arrivals.isDue(at: MonotonicTime(nanoseconds: 6_000)))
    }

    @Test("of a closed loop are always due and never at a time of their own")
    func closed() {
        let arrivals = Arrivals(.closed, start: start)
        #expect(arrivals.next == nil)
        #expect(arrivals.isDue(at: MonotonicTime(nanoseconds: 0)))
    }

    @Test("that nobody sent are counted from when requests count")
    func skipping() {
        var arrivals = Arrivals(.constant(perSecond: 1e9), start: start)
        let count = arrivals.skip(
            before: MonotonicTime(nanoseconds: 5_100), from: MonotonicTime(nanoseconds: 5_040))
        #expect(count == 60)
        #expect(arrivals.next == MonotonicTime(nanoseconds: 5_100))
    }

    @Test("of several threads have the whole rate together")
    func shares() {
        let pace = LoadPace.constant(perSecond: 90)
        #expect(pace.share(of: 3, index: 1).rate == 30)
        #expect(LoadPace.closed.share(of: 3, index: 1) == .closed)
        let random = LoadPace.poisson(perSecond: 90, seed: 4)
        #expect(random.share(of: 3, index: 0) != random.share(of: 3, index: 1))
    }
}
