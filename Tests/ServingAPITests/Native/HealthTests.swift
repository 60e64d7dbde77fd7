import Serving
import Synchronization
import Testing

@testable import ServingAPI

@Suite("Health")
struct HealthTests {
    private let model = FakeModel(echoing: .digits)

    @Test("tells state, model, version and uptime")
    func ready() {
        let clock = Mutex(ContinuousClock.now)
        let router = Router(service: model) { clock.withLock { $0 } }
        clock.withLock { $0 += .milliseconds(12_005) }
        let response = ask(router, .get, "/health")
        #expect(response?.code == 200)
        #expect(response?.contentType == "application/json")
        #expect(response?.head.headerFields[.cacheControl] == "no-store")
        #expect(
            response?.text
                == #"{"status":"ready","model":"digits","version":"3","uptime":12.005}"#)
    }

    @Test("tells what is so now, however often it is asked")
    func changes() {
        let clock = Mutex(ContinuousClock.now)
        let router = Router(service: model) { clock.withLock { $0 } }
        func text() -> String? { ask(router, .get, "/health")?.text }
        #expect(text() == text())
        #expect(text()?.hasSuffix(#""uptime":0.000}"#) == true)
        clock.withLock { $0 += .microseconds(1_999) }
        #expect(text()?.hasSuffix(#""uptime":0.001}"#) == true)
        model.state = .draining
        #expect(text()?.hasPrefix(#"{"status":"draining""#) == true)
        #expect(ask(router, .get, "/health")?.code == 503)
        model.state = .ready
        #expect(ask(router, .get, "/health")?.code == 200)
    }

    @Test("is 503 while the model loads or drains", arguments: [ModelState.loading, .draining])
    func unavailable(state: ModelState) {
        model.state = state
        let router = Router(service: model)
        for path in ["/health", "/health/ready"] {
            let response = ask(router, .get, path)
            #expect(response?.code == 503)
            #expect(response?.text.hasPrefix(#"{"status":"\#(state)""#) == true)
        }
        #expect(ask(router, .get, "/health/live")?.code == 200)
    }

    @Test("is answered to HEAD, too", arguments: ["/health", "/health/live", "/health/ready"])
    func head(path: String) {
        let router = Router(service: model)
        let head = ask(router, .head, path)
        #expect(head?.code == 200)
        #expect(head?.contentType == "application/json")
    }

    @Test("ready when ready, live always")
    func bodies() {
        let router = Router(service: model)
        #expect(ask(router, .get, "/health/ready")?.text == #"{"status":"ready"}"#)
        #expect(ask(router, .get, "/health/live")?.text == #"{"status":"live"}"#)
    }
}
