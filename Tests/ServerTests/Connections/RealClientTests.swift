import Foundation
import Testing

@testable import Server

/// The clients people use, where they are installed.
@Suite struct RealClientTests {
    @Test(
        "curl speaks every version with the server", .needs("curl"),
        arguments: ["--http1.0", "--http1.1", "--http2", "--http2-prior-knowledge"])
    func curl(version: String) async throws {
        let body = String(repeating: "0123456789", count: 20_000)
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(body.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try await withServer { _, _, address in
            let url = "http://\(address)/echo"
            let echo = try await run(
                "curl", "-sS", version, "--data-binary", "@\(file.path)", url)
            #expect(echo == body)
            let head = try await run("curl", "-sS", version, "-I", "http://\(address)/large")
            #expect(head?.contains("\(TestResponder.largeBody.count)") == true)
            let refused = try await run(
                "curl", "-sS", version, "-w", "%{http_code}", "--data-binary", "@\(file.path)",
                "http://\(address)/refused")
            #expect(refused?.contains("403") == true)
        }
    }

    @Test("curl upgrades to HTTP/2", .needs("curl"))
    func curlUpgrade() async throws {
        try await withServer { _, _, address in
            let text = try #require(
                try await run("curl", "-sSi", "--http2", "http://\(address)/echo"))
            #expect(text.hasPrefix("HTTP/1.1 101 "))
            #expect(text.contains("HTTP/2 200"))
        }
    }

    @Test("nghttp upgrades and speaks with prior knowledge", .needs("nghttp"))
    func nghttp() async throws {
        try await withServer { _, _, address in
            let upgraded = try #require(
                try await run("nghttp", "-nv", "-u", "http://\(address)/echo"))
            #expect(upgraded.contains("HTTP Upgrade success"))
            #expect(upgraded.contains(":status: 200"))
            let direct = try await run("nghttp", "-nv", "http://\(address)/large")
            #expect(direct?.contains("END_STREAM") == true)
        }
    }

    @Test(
        "h2load finds no fault in 10,000 requests on 8 connections of 32 streams", .needs("h2load"))
    func h2load() async throws {
        try await withServer { _, _, address in
            let text = try #require(
                try await run(
                    "h2load", "-n", "10000", "-c", "8", "-m", "32", "http://\(address)/echo"))
            #expect(text.contains("10000 succeeded, 0 failed, 0 errored, 0 timeout"))
            #expect(text.contains("10000 2xx"))
        }
    }
}
