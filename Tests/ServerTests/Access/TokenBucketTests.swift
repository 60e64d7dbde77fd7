import Testing

@testable import Server

@Suite struct TokenBucketTests {
    private let start = ContinuousClock.now

    @Test("as many as the rate has may come at once, then one for each share of the period")
    func burst() throws {
        var bucket = TokenBucket(try #require(RequestRate("4/s")), now: start)
        let atOnce = (0..<4).map { _ in bucket.take(now: start) }
        #expect(atOnce.allSatisfy { $0 == nil })
        let fifth = bucket.take(now: start)
        #expect(fifth == .milliseconds(250))
        let early = bucket.take(now: start + .milliseconds(200))
        #expect(early == .milliseconds(50))
        let due = bucket.take(now: start + .milliseconds(250))
        #expect(due == nil)
        let next = bucket.take(now: start + .milliseconds(250))
        #expect(next == .milliseconds(250))
    }

    @Test("what is not used is kept for no longer than a period")
    func rest() throws {
        var bucket = TokenBucket(try #require(RequestRate("60/m")), now: start)
        let late = start + .seconds(86_400)
        let taken = (0..<100).filter { _ in bucket.take(now: late) == nil }
        #expect(taken.count == 60)
    }

    @Test("shares that don't divide evenly leave room for all")
    func uneven() throws {
        var bucket = TokenBucket(try #require(RequestRate("7/s")), now: start)
        let taken = (0..<20).filter { _ in bucket.take(now: start) == nil }
        #expect(taken.count == 7)
    }

    @Test("over a long time the rate is kept to")
    func longRun() throws {
        var bucket = TokenBucket(try #require(RequestRate("10/s")), now: start)
        let taken = (0..<10_000).filter { step in
            bucket.take(now: start + .milliseconds(7 * step)) == nil
        }
        // 70 seconds of ten each, and the ten that could come at once.
        #expect((709...710).contains(taken.count))
    }

    @Test(
        "what is no rate is not read",
        arguments: ["", "10", "/s", "0/s", "-1/s", "1.5/s", "10/d", "10/s/s", "99999999999/s"])
    func bad(text: String) { #expect(RequestRate(text) == nil) }

    @Test("a rate is written as it is read", arguments: ["1/s", "100/m", "5000/h"])
    func text(text: String) throws { #expect(try #require(RequestRate(text)).description == text) }
}
