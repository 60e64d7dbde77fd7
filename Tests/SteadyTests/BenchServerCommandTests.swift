import ArgumentParser
import Fixtures
import Load
import Testing

@testable import steady

@Suite("The command that measures servers")
struct BenchServerCommandTests {
    private func command(_ options: String...) throws -> BenchServerCommand {
        try #require(
            Steady.parseAsRoot(["bench", "server"] + options) as? BenchServerCommand)
    }

    @Test("reads URLs")
    func urls() throws {
        let url = try #require(ServerURL("http://127.0.0.1:8080/predict?a=b%20c"))
        #expect(url.host == "127.0.0.1" && url.port == 8080 && url.path == "/predict?a=b%20c")
        let bare = try #require(ServerURL("http://[::1]"))
        #expect(bare.host == "::1" && bare.port == 80 && bare.path == nil)
        #expect(bare.text(path: "/health") == "http://[::1]:80/health")
        #expect(!bare.isSealed)
        let sealed = try #require(ServerURL("https://example.org/health"))
        #expect(sealed.isSealed && sealed.port == 443)
        #expect(sealed.text(path: "/") == "https://example.org:443/")
    }

    @Test(
        "refuses what can't be meant",
        arguments: [
            ["ftp://a"], ["http://a", "--insecure"], ["http://a", "--ca", "x"],
            ["https://a", "--ca", "x", "--insecure"], ["a:80"], ["http://"],
            ["http://a", "--poisson"], ["http://a", "--duration", "soon"],
            ["http://a", "--header", "no colon"],
            ["http://a", "--header", "X: a\r\nY: b"], ["http://a", "--data", "x", "--body", "y"],
            ["http://a", "--form", "xml"], ["http://a", "--rows", "0"], [],
        ])
    func refusals(options: [String]) {
        #expect(throws: (any Error).self) {
            try Steady.parseAsRoot(["bench", "server"] + options)
        }
    }

    @Test("asks /health, or /predict about the rows of a file, one after the other")
    func requests() throws {
        let health = try command("http://a", "--header", "X-Priority: high").requests
        let request = try #require(try health.requests(to: nil).first)
        #expect(request.method == "GET" && request.path == "/health" && request.body.isEmpty)
        #expect(request.fields.map(\.name) == ["X-Priority"])
        #expect(request.fields.map(\.value) == ["high"])

        let images = Fixtures.url("digits/images.npy").path
        let data = try command(
            "http://a", "--data", images, "--form", "binary", "--rows", "100"
        ).requests
        let bodies = try data.requests(to: nil)
        #expect(bodies.map(\.path) == ["/predict", "/predict", "/predict"])
        #expect(bodies.allSatisfy { $0.method == "POST" && $0.body.count == 100 * 256 })
        #expect(Set(bodies.map(\.body)).count == 3)
        #expect(try data.requests(to: "/other").first?.path == "/other")
    }

    @Test("trusts whom it is told to trust")
    func trust() throws {
        #expect(try command("http://a").trust == nil)
        #expect(try command("https://a").trust == .system)
        #expect(try command("https://a", "--insecure").trust == .anything)
        #expect(try command("https://a", "--ca", "x.pem").trust == .authorities(path: "x.pem"))
    }

    @Test("sets the pace")
    func pace() throws {
        var plan = LoadPlan(host: "a", port: 1, requests: [])
        try command(
            "http://a", "--rate", "50", "--poisson", "--seed", "3", "--duration", "2m",
            "--warm-up", "0", "--requests", "7", "--timeout", "1s", "--deadline", "20ms"
        ).pace.set(&plan)
        #expect(plan.pace == .poisson(perSecond: 50, seed: 3))
        #expect(plan.duration == .seconds(120) && plan.warmUp == .zero)
        #expect(plan.requestCount == 7 && plan.timeout == .seconds(1))
        #expect(plan.deadline == .milliseconds(20))
    }
}
