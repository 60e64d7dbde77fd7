import Fixtures
import Foundation
import Testing

@Suite("A server's life")
struct LifeTests {
    @Test("health tells model, version and uptime")
    func health() throws {
        let server = try RunningServer(["--name", "zip-codes"])
        let response = try Curl(address: server.address).send(Curl.Request(path: "/health"))
        #expect(response.status == 200)
        let health = try response.json()
        #expect(health["model"] as? String == "zip-codes")
        #expect(health["version"] != nil)
        #expect(health["uptime"] != nil || health["uptime_seconds"] != nil)
    }

    @Test("SIGTERM ends an idle server with status 0")
    func idle() throws {
        let server = try RunningServer()
        server.terminate()
        #expect(try server.waitForExit() == 0)
    }

    @Test("SIGTERM lets accepted requests finish and then exits with status 0")
    func busy() throws {
        let digits = try Digits()
        let server = try RunningServer()
        let requests = (0..<60).map { _ in
            Curl.Request(path: "/predict", method: "POST", body: digits.instances(0..<digits.count))
        }
        let curl = Curl(address: server.address, parallelism: 8)
        let folder = Curl.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let answered = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            defer { answered.signal() }
            guard let responses = try? curl.send(requests, folder: folder) else {
                Issue.record("curl did not run")
                return
            }
            for response in responses where response.status == 200 {
                let answers = try? Digits.numbers(response.json()["predictions"])
                #expect(answers?.count == digits.count * 10)
            }
            // What was refused was refused openly: no connection (0) or draining (503).
            #expect(responses.allSatisfy { [200, 503, 0].contains($0.status) })
            #expect(responses.contains { $0.status == 200 })
        }
        try waitForAnswer(in: folder)
        server.terminate()
        #expect(try server.waitForExit() == 0)
        answered.wait()
    }

    /// Waits until curl has written a first answer, so that requests are known to be under way.
    private func waitForAnswer(in folder: URL) throws {
        for _ in 0..<6000 {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            if files.contains(where: { $0.hasSuffix(".out") }) { return }
            Thread.sleep(forTimeInterval: 0.01)
        }
        throw Failure("no answer within a minute")
    }

    @Test("a flag wins over the environment, and that over the file")
    func precedence() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("steady-\(UUID().uuidString).yaml")
        try Data("name: from-file\nmax-batch-size: 4\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        func name(_ arguments: [String], _ environment: [String: String]) throws -> String? {
            let server = try RunningServer(
                ["--config", file.path] + arguments, environment: environment)
            let response = try Curl(address: server.address).send(Curl.Request(path: "/health"))
            return try response.json()["model"] as? String
        }
        #expect(try name([], [:]) == "from-file")
        #expect(try name([], ["STEADY_NAME": "from-environment"]) == "from-environment")
        #expect(
            try name(["--name", "from-flag"], ["STEADY_NAME": "from-environment"]) == "from-flag")
    }
}
