import Foundation
import Testing

@Suite("HTTP/2 clients")
struct HTTP2Tests {
    private let server: RunningServer

    init() throws { server = try RunningServer() }

    private func run(_ arguments: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test("nghttp gets an answer, by prior knowledge and by upgrade", arguments: ["", "-u"])
    func nghttp(option: String) throws {
        let result =
            option.isEmpty
            ? try run("nghttp", "-v", "\(server.address)/health")
            : try run("nghttp", "-v", option, "\(server.address)/health")
        #expect(result.status == 0)
        #expect(result.output.contains(":status: 200"))
    }

    @Test("curl upgrades from HTTP/1.1")
    func upgrade() throws {
        let curl = Curl(address: server.address, options: ["--http2"])
        let response = try curl.send(Curl.Request(path: "/health"))
        #expect(response.status == 200)
        #expect(response.httpVersion == "2")
    }

    @Test("ten thousand requests on eight connections of 32 streams all succeed")
    func load() throws {
        let result = try run(
            "h2load", "-n", "10000", "-c", "8", "-m", "32", "\(server.address)/health")
        #expect(result.status == 0)
        #expect(result.output.contains("10000 succeeded, 0 failed, 0 errored"))
        #expect(result.output.contains("status codes: 10000 2xx"))
    }
}
