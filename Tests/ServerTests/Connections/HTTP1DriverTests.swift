import HTTP
import Metrics
import Testing

@testable import Server

@Suite struct HTTP1DriverTests {
    private func makeDriver() throws -> HTTP1Driver {
        let services = ConnectionServices(
            responder: TestResponder(), configuration: ServerConfiguration(), certificates: nil,
            mailbox: try Mailbox(), memory: MemoryBudget(limit: 1 << 20), observers: [],
            metrics: ServerMetrics())
        return HTTP1Driver(
            services: services,
            client: Client(
                token: SlotToken(packed: 0), address: SocketAddress(host: "127.0.0.1", port: 0)))
    }

    @Test("what an idle connection keeps of its last head is given back")
    func review() throws {
        let driver = try makeDriver()
        var output = OutputBuffer()
        // Answered by its head alone.
        let request = Array("GET /now HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
        for _ in 0..<3 { driver.receive(request.span, &output) }
        #expect(driver.standing.requestsBegun == 3)
        #expect(driver.standing.activity == .idle)
        #expect(driver.standing.heldBytes > 0)
        #expect(driver.review(now: .now), "what it holds is counted again")
        #expect(driver.standing.heldBytes == 0)
        #expect(!driver.review(now: .now))
    }

    @Test("what has come of a head is kept, however idle its client is")
    func cutOff() throws {
        let driver = try makeDriver()
        var output = OutputBuffer()
        driver.receive(Array("GET / HT".utf8).span, &output)
        #expect(driver.standing.activity == .head)
        #expect(!driver.review(now: .now))
        #expect(driver.standing.heldBytes == 8)
    }
}
