import Testing

@testable import Server

@Suite struct ActivityClockTests {
    private let start = ContinuousClock.now
    private let limits: ServerLimits = {
        var limits = ServerLimits()
        limits.idle = .seconds(60)
        limits.head = .seconds(10)
        limits.transfer.body = .seconds(20)
        limits.transfer.write = .seconds(30)
        limits.transfer.linger = .seconds(5)
        return limits
    }()

    private func isOverdue(_ clock: ActivityClock, after seconds: Int, pressed: Bool = false)
        -> Bool
    {
        clock.isOverdue(now: start + .seconds(seconds), limits: limits, isPressed: pressed)
    }

    @Test("an idle connection is given its time, and little of it while draining")
    func idle() {
        let clock = ActivityClock(now: start)
        #expect(!isOverdue(clock, after: 60))
        #expect(isOverdue(clock, after: 61))
        #expect(!isOverdue(clock, after: 1, pressed: true))
        #expect(isOverdue(clock, after: 2, pressed: true))
    }

    @Test("a client that sends no more is not taken to have gone at once")
    func departure() {
        var clock = ActivityClock(now: start)
        #expect(!clock.hasDeparted(now: start + .seconds(60)))
        clock.noteInputEnd(now: start + .seconds(60))
        clock.noteInputEnd(now: start + .seconds(61))
        #expect(!clock.hasDeparted(now: start + .milliseconds(60_999)))
        #expect(clock.hasDeparted(now: start + .seconds(61)))
    }

    @Test("a connection is not idle while its client has an answer to read, however little is left")
    func unread() {
        var clock = ActivityClock(now: start)
        clock.noteOutput(1_000_000, isBlocked: true, now: start)
        #expect(!isOverdue(clock, after: 29, pressed: true))
        clock.noteOutput(1_000_000, isBlocked: true, now: start + .seconds(29))
        #expect(!isOverdue(clock, after: 59, pressed: true))
        clock.noteOutput(1, isBlocked: false, now: start + .seconds(59))
        #expect(!isOverdue(clock, after: 60, pressed: true))
        #expect(isOverdue(clock, after: 61, pressed: true))
        #expect(!isOverdue(clock, after: 119))
        #expect(isOverdue(clock, after: 120))
    }

    @Test("a head has its time from its first byte, however often bytes come")
    func head() {
        var clock = ActivityClock(now: start)
        clock.note(.head, requestsBegun: 0, now: start + .seconds(50))
        for second in 51...60 {
            clock.noteInput(1, now: start + .seconds(second))
            clock.note(.head, requestsBegun: 0, now: start + .seconds(second))
            #expect(!isOverdue(clock, after: second))
        }
        #expect(isOverdue(clock, after: 61))
        clock.note(.head, requestsBegun: 1, now: start + .seconds(60))
        #expect(!isOverdue(clock, after: 61))
    }

    @Test("a body has its time from its last byte")
    func body() {
        var clock = ActivityClock(now: start)
        clock.note(.body, requestsBegun: 1, now: start)
        clock.noteInput(100_000, now: start + .seconds(15))
        #expect(!isOverdue(clock, after: 35))
        #expect(isOverdue(clock, after: 36))
    }

    @Test("a body that trickles in has its time once, and then must keep its rate")
    func trickle() {
        var clock = ActivityClock(now: start)
        clock.note(.body, requestsBegun: 1, now: start)
        for second in 1...20 {
            clock.noteInput(1, now: start + .seconds(second))
            #expect(!isOverdue(clock, after: second))
        }
        clock.noteInput(1, now: start + .seconds(21))
        #expect(isOverdue(clock, after: 21))
        clock.noteInput(21 * limits.transfer.rate, now: start + .seconds(21))
        #expect(!isOverdue(clock, after: 21))
        #expect(isOverdue(clock, after: 22))
    }

    @Test("an answer may take as long as it takes, but not to be read")
    func answer() {
        var clock = ActivityClock(now: start)
        clock.note(.answering, requestsBegun: 1, now: start)
        #expect(!isOverdue(clock, after: 10_000))
        clock.noteOutput(0, isBlocked: true, now: start)
        clock.noteOutput(100_000, isBlocked: true, now: start + .seconds(10))
        clock.noteOutput(0, isBlocked: true, now: start + .seconds(20))
        #expect(!isOverdue(clock, after: 40))
        #expect(isOverdue(clock, after: 41))
        clock.noteOutput(1, isBlocked: false, now: start + .seconds(41))
        #expect(!isOverdue(clock, after: 100))
    }

    @Test("an answer that is read a byte at a time is cut off")
    func slowReading() {
        var clock = ActivityClock(now: start)
        clock.note(.answering, requestsBegun: 1, now: start)
        for second in 0...30 {
            clock.noteOutput(1, isBlocked: true, now: start + .seconds(second))
            #expect(!isOverdue(clock, after: second))
        }
        clock.noteOutput(1, isBlocked: true, now: start + .seconds(31))
        #expect(isOverdue(clock, after: 31))
    }

    @Test("a refused client may go on for a moment")
    func linger() {
        var clock = ActivityClock(now: start)
        clock.note(.lingering, requestsBegun: 1, now: start)
        #expect(!isOverdue(clock, after: 5))
        #expect(isOverdue(clock, after: 6))
        #expect(!isOverdue(clock, after: 1, pressed: true))
        #expect(isOverdue(clock, after: 2, pressed: true))
    }
}
