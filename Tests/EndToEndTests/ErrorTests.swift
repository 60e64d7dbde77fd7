import Foundation
import Testing

@Suite("A wrong request is told what is wrong")
struct ErrorTests {
    private let server: RunningServer

    init() throws { server = try RunningServer() }

    private func error(_ request: Curl.Request, is status: Int) throws -> String {
        let response = try Curl(address: server.address).send(request)
        #expect(response.status == status, "\(response.text)")
        return try #require(response.json()["error"] as? String)
    }

    private func post(_ body: String, _ headers: String...) -> Curl.Request {
        Curl.Request(path: "/predict", method: "POST", headers: headers, body: Array(body.utf8))
    }

    @Test("a path that is not there")
    func path() throws { _ = try error(Curl.Request(path: "/nothing"), is: 404) }

    @Test("a method that is not there")
    func method() throws { _ = try error(Curl.Request(path: "/predict"), is: 405) }

    @Test("JSON that breaks off names the byte")
    func brokenJSON() throws {
        let text = try error(post("{\"instances\": [[1, 2,, 3]]}"), is: 400)
        #expect(text.contains("21"))
    }

    @Test("a shape that does not fit names both")
    func shape() throws {
        let text = try error(post("{\"instances\": [[1, 2, 3]]}"), is: 400)
        #expect(text.contains("8, 8, 1]"))
        #expect(text.contains("[1, 3]"))
    }

    @Test("a content type nobody speaks")
    func contentType() throws {
        _ = try error(post("<a/>", "content-type: application/xml"), is: 415)
    }

    @Test("a body that is announced too large")
    func tooLarge() throws {
        let server = try RunningServer(["--max-body-size", "1000"])
        let body = [UInt8](repeating: 32, count: 2000)
        let response = try Curl(address: server.address).send(
            Curl.Request(path: "/predict", method: "POST", body: body))
        #expect(response.status == 413)
    }

    @Test("the server still answers afterwards")
    func aftermath() throws {
        _ = try error(post("{"), is: 400)
        let response = try Curl(address: server.address).send(Curl.Request(path: "/health"))
        #expect(response.status == 200)
    }
}
