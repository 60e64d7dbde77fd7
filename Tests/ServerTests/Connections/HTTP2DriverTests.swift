import HTTP
import Metrics
import Testing

@testable import Server

@Suite struct HTTP2DriverTests {
    private func makeDriver() throws -> HTTP2Driver {
        let services = ConnectionServices(
            responder: TestResponder(), configuration: ServerConfiguration(), certificates: nil,
            mailbox: try Mailbox(), memory: MemoryBudget(), observers: [], metrics: ServerMetrics())
        let client = Client(
            token: SlotToken(slot: 0, generation: 0),
            address: SocketAddress(host: "127.0.0.1", port: 1))
        return try HTTP2Driver(services: services, client: client)
    }

    /// A client may still be sending WINDOW_UPDATE when the last answer is written: a server that
    /// closed then would answer with RST, for which clients give up answers they have not read.
    @Test("a drained session waits until its client closes")
    func drained() throws {
        let driver = try makeDriver()
        var output = OutputBuffer()
        let preface = HTTP2Client.preface
        driver.receive(preface.span, &output)
        _ = driver.advance(&output)
        driver.drain()
        _ = driver.advance(&output)
        #expect(driver.standing.ending == .open)
        // The answer to the PING behind the first GOAWAY lets the second one go out.
        let acknowledgement = HTTP2Client.frame(6, 1, 0, Array("shutdown".utf8))
        driver.receive(acknowledgement.span, &output)
        _ = driver.advance(&output)
        #expect(driver.standing.ending == .linger)
        driver.inputEnded()
        #expect(driver.standing.ending == .close)
    }
}
