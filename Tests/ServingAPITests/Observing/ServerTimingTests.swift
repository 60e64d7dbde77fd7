import HTTPTypes
import Serving
import Synchronization
import Testing

@testable import ServingAPI

@Suite("Server-Timing")
struct ServerTimingTests {
    private let asking: HTTPFields = [HTTPField.Name(known: "X-Server-Timing"): "1"]
    private let answer = HTTPField.Name(known: "Server-Timing")
    private let body = #"{"instances":[[1,2]]}"#

    private func router(
        _ timing: ServerTiming, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) -> Router {
        Router(
            service: FakeModel(echoing: .echo(.float32, [nil, 2])), serverTiming: timing, now: now)
    }

    @Test("is given to those who ask, to all, or to none")
    func policy() {
        #expect(post(body, to: router(.onRequest))?.head.headerFields[answer] == nil)
        #expect(
            post(body, to: router(.onRequest), fields: asking)?.head.headerFields[answer] != nil)
        #expect(post(body, to: router(.always))?.head.headerFields[answer] != nil)
        #expect(post(body, to: router(.off), fields: asking)?.head.headerFields[answer] == nil)
    }

    @Test("tells milliseconds by the clock")
    func times() {
        let start = ContinuousClock.now
        let calls = Mutex(0)
        // Every look at the clock finds it 1.25 ms later.
        let router = router(.always) {
            calls.withLock { calls in
                calls += 1
                return start + .microseconds(1250) * calls
            }
        }
        let response = post(body, to: router)
        #expect(
            response?.head.headerFields[answer]
                == "decode;dur=1.250, queue;dur=0.000, compute;dur=0.000, encode;dur=1.250")
        #expect(response?.notes.times?.decode == .microseconds(1250))
    }

    @Test("times beyond a second, and those below a microsecond")
    func magnitudes() {
        var fields = HTTPFields()
        ServerTiming.add(
            .init(
                decode: .nanoseconds(999), queue: .milliseconds(61_007), compute: .microseconds(7)),
            to: &fields)
        #expect(
            fields[answer]
                == "decode;dur=0.000, queue;dur=61007.000, compute;dur=0.007, encode;dur=0.000")
    }
}
