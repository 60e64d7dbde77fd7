import HTTPTypes
import Testing

@testable import HTTP

@Suite struct ResponseSerializerTests {
    private static let stamp = ResponseStamp(secondsSince1970: 784_111_777, server: "steady")
    private static let stampLines = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: steady\r\n"

    private func text(
        _ response: HTTPResponse, _ body: String = "", isHead: Bool = false,
        version: RequestHead.Version = .http11, keepsAlive: Bool = true
    ) -> String {
        var output = OutputBuffer()
        ResponseSerializer.append(
            response, body: Array(body.utf8), isHead: isHead,
            connection: .init(version: version, keepsAlive: keepsAlive), stamp: Self.stamp,
            to: &output)
        return String(decoding: bytes(of: output), as: UTF8.self)
    }

    @Test("a response has status, fields, length, stamp and body")
    func whole() {
        let response = HTTPResponse(status: .ok, headerFields: [.contentType: "text/plain"])
        #expect(
            text(response, "hello")
                == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"
                + Self.stampLines + "\r\nhello")
    }

    @Test("the answer to HEAD has the length and no body")
    func head() {
        #expect(
            text(HTTPResponse(status: .ok), "hello", isHead: true)
                == "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n" + Self.stampLines + "\r\n")
        let stated = HTTPResponse(status: .ok, headerFields: [.contentLength: "7"])
        #expect(text(stated, isHead: true).contains("Content-Length: 7\r\n"))
        #expect(!text(stated, "hello").contains("Content-Length: 7\r\n"))
    }

    @Test("204 and 304 have neither length nor body", arguments: [204, 304])
    func withoutBody(code: Int) {
        let text = text(HTTPResponse(status: .init(code: code)), "dropped")
        #expect(!text.contains("Content-Length"))
        #expect(text.hasSuffix("\r\n\r\n"))
    }

    @Test("the connection is spoken of where the client can't know")
    func connection() {
        let response = HTTPResponse(status: .ok)
        #expect(!text(response).contains("Connection"))
        #expect(text(response, keepsAlive: false).contains("Connection: close\r\n\r\n"))
        #expect(text(response, version: .http10).contains("Connection: keep-alive\r\n\r\n"))
    }

    @Test("fields that are the server's alone are not taken from the responder")
    func serverFields() throws {
        var response = HTTPResponse(status: .badRequest)
        for name in ["Connection", "Keep-Alive", "Transfer-Encoding", "Date", "Server", "Upgrade"] {
            response.headerFields.append(
                HTTPField(name: try #require(HTTPField.Name(name)), value: "mine"))
        }
        #expect(!text(response).contains("mine"))
    }

    @Test("a status made from its number gets its phrase")
    func phrases() {
        #expect(text(HTTPResponse(status: 404)).hasPrefix("HTTP/1.1 404 Not Found\r\n"))
        #expect(text(HTTPResponse(status: 299)).hasPrefix("HTTP/1.1 299 \r\n"))
    }
}
