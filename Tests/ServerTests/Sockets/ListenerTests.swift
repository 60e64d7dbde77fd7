import Glibc
import Testing

@testable import Server

@Suite struct ListenerTests {
    @Test("port 0 takes a free port and says which", arguments: ["127.0.0.1", "localhost"])
    func freePort(host: String) throws {
        let listener = try Listener(host: host, port: 0)
        #expect(listener.address.port > 0)
    }

    private static var hasIPv6: Bool { (try? Listener(host: "::1", port: 0)) != nil }

    @Test(
        "IPv6 is listened on, and written in brackets",
        .enabled(if: hasIPv6, "this machine has no IPv6"))
    func ipv6() async throws {
        try await withServer(host: "::1") { _, _, address in
            #expect("\(address)" == "[::1]:\(address.port)")
            let client = try TestClient(address)
            client.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 2\n\nhi")
            #expect(await client.read(until: "hi").hasSuffix("hi"))
        }
    }

    @Test("a port in use is an error that says so")
    func portInUse() throws {
        let first = try Listener(host: "127.0.0.1", port: 0)
        let error = #expect(throws: ServerError.self) {
            try Listener(host: "127.0.0.1", port: first.address.port)
        }
        guard case .system("bind", EADDRINUSE, let subject) = error else {
            Issue.record("not the error but \(String(describing: error))")
            return
        }
        #expect(subject == "127.0.0.1:\(first.address.port)")
    }

    @Test("a host without an address and a port out of range are errors")
    func badAddresses() {
        #expect(throws: ServerError.self) { try Listener(host: "no such host", port: 0) }
        #expect(throws: ServerError.invalidPort(65_536)) {
            try Listener(host: "127.0.0.1", port: 65_536)
        }
    }
}
