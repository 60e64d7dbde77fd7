import Fixtures
import Foundation
import Synchronization
import Testing

@Suite("Who may ask, and what seals the way")
struct SecurityTests {
    private func options(_ files: TestCertificates) -> [String] {
        ["--tls-certificate", files.path("live.pem"), "--tls-key", files.path("live.key")]
    }

    private func certificates() throws -> TestCertificates {
        let files = try TestCertificates()
        try files.replace("live.pem", by: "server.pem")
        try files.replace("live.key", by: "server.key")
        return files
    }

    private func curl(_ server: RunningServer, _ files: TestCertificates) -> Curl {
        Curl(address: server.address, options: ["cacert = \"\(files.path("authority.pem"))\""])
    }

    @Test("predictions come by HTTPS, in HTTP/2 where the client can")
    func https() throws {
        let (digits, files) = (try Digits(), try certificates())
        let server = try RunningServer(options(files))
        #expect(server.address.hasPrefix("https://"))
        let response = try curl(server, files).send(
            Curl.Request(path: "/predict", method: "POST", body: digits.instances(0..<4)))
        #expect(response.status == 200)
        #expect(response.httpVersion == "2")
        #expect(try Digits.numbers(response.json()["predictions"]).count == 40)
        #expect(try steady("health", "--port", port(of: server)).status != 0)
        #expect(
            try steady(
                "health", "--port", port(of: server),
                environment: ["STEADY_TLS_CERTIFICATE": files.path("live.pem")]
            ).status == 0)
    }

    @Test("a certificate changes under traffic without a failure, and a bad one does not")
    func reload() throws {
        let files = try certificates()
        let server = try RunningServer(options(files))
        let curl = curl(server, files)
        let isOver = Atomic<Bool>(false)
        let statuses = Mutex<[Int]>([])
        let ended = DispatchSemaphore(value: 0)
        for _ in 0..<2 {
            Thread.detachNewThread {
                while !isOver.load(ordering: .relaxed) {
                    let responses = try? curl.send(
                        [Curl.Request](repeating: Curl.Request(path: "/health"), count: 4))
                    statuses.withLock { $0 += responses?.map(\.status) ?? [0] }
                }
                ended.signal()
            }
        }
        try files.replace("live.pem", by: "successor.pem")
        server.hangUp()
        try server.waitForLog("certificate not read again, the old one stays: the key in")
        try files.replace("live.key", by: "successor.key")
        // Found without a signal too.
        try server.waitForLog("certificate read again: CN = successor")
        try files.write("live.pem", "nonsense")
        server.hangUp()
        try server.waitForLog("live.pem: it has no certificate in PEM")
        isOver.store(true, ordering: .relaxed)
        for _ in 0..<2 { ended.wait() }
        let seen = statuses.withLock { $0 }
        #expect(seen.count >= 8)
        #expect(seen.allSatisfy { $0 == 200 })
        #expect(try curl.send(Curl.Request(path: "/health")).status == 200)
    }

    @Test("only tokens of the file let requests in, as often as they may be used")
    func tokens() throws {
        let digits = try Digits()
        let file = Curl.temporaryFolder().path
        defer { try? FileManager.default.removeItem(atPath: file) }
        func newToken(_ options: String...) throws -> String {
            let process = try RunningProcess(
                "token", arguments: ["--append", file] + options)
            #expect(try process.waitForExit() == 0)
            return process.output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let alice = try newToken("--name", "alice")
        let server = try RunningServer(["--token-file", file])
        let curl = Curl(address: server.address)
        func status(_ token: String?) throws -> Int {
            try curl.send(
                Curl.Request(
                    path: "/predict", method: "POST",
                    headers: token.map { ["Authorization: Bearer \($0)"] } ?? [],
                    body: digits.instances(0..<1))
            ).status
        }
        #expect(try status(nil) == 401)
        #expect(try status("nobody") == 401)
        #expect(try status(alice) == 200)
        #expect(try curl.send(Curl.Request(path: "/health/ready")).status == 200)
        #expect(try curl.send(Curl.Request(path: "/metrics")).status == 401)

        let bob = try newToken("--name", "bob", "--rate", "2/h")
        server.hangUp()
        try server.waitForLog("token file read again: 2 tokens")
        #expect(try status(bob) == 200)
        #expect(try status(bob) == 200)
        #expect(try status(bob) == 429)
        #expect(try status(alice) == 200)
        #expect(!server.log.contains(alice))
    }

    @Test("an address that others reach is warned of, unless it is guarded")
    func warning() throws {
        let open = try RunningServer(["--host", "0.0.0.0"])
        #expect(open.log.contains("can be reached from other machines: what is sent can be read"))
        #expect(open.log.contains("everybody who reaches it may ask"))
        #expect(!(try RunningServer()).log.contains("can be reached"))
    }

    @Test(
        "wrong settings say what is wrong",
        arguments: [
            (["--tls-key", "k"], "--tls-certificate is not", 64),
            (["--tls-certificate", "/absent.pem"], "can't read /absent.pem: No such file", 1),
            (["--token-file", "/absent"], "can't read /absent: No such file", 1),
            (["--tls-client-auth", "maybe"], "required or optional", 64),
        ])
    func faults(options: [String], message: String, code: Int) throws {
        let process = try RunningProcess("serve", arguments: ["--port", "0"] + options)
        #expect(try process.waitForExit() == Int32(code))
        #expect(process.output.contains(message))
    }

    private func port(of server: RunningServer) -> String {
        String(server.address.split(separator: ":").last ?? "")
    }
}
