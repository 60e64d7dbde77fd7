import HTTPTypes
import Testing

@testable import ServingAPI

@Suite("Formats and times are taken from the header")
struct NegotiationTests {
    @Test(
        "the body's by content-type",
        arguments: [
            ("application/json", .stated(.json)),
            ("Application/JSON; charset=utf-8", .stated(.json)),
            ("text/json", .stated(.json)), ("application/vnd.x+json", .stated(.json)),
            ("application/x-npy", .stated(.npy)), ("application/octet-stream", .stated(.elements)),
            ("application/x-www-form-urlencoded", .unstated), ("", .unstated),
        ] as [(String, ContentType)])
    func contentType(field: String, expected: ContentType) throws {
        #expect(try ContentType([.contentType: field]) == expected)
    }

    @Test(
        "others are refused and those accepted named",
        arguments: ["text/plain", "image/png", "application/jsonx", "json"])
    func unsupported(field: String) {
        let error = #expect(throws: RequestError.self) {
            try ContentType([.contentType: field])
        }
        #expect(error?.status.code == 415)
        #expect(
            error?.headerFields[.accept]
                == "application/json, application/x-npy, application/octet-stream")
        #expect(error?.description.contains(field) == true)
    }

    @Test("and where it is unstated, by the body's first bytes")
    func unstated() throws {
        let type = try ContentType([:])
        #expect(type.format(of: Array("{}".utf8)) == .json)
        #expect(type.format(of: []) == .json)
        #expect(type.format(of: [0x93] + Array("NUMPY\u{1}".utf8)) == .npy)
        #expect(ContentType.stated(.elements).format(of: [0x93] + Array("NUMPY".utf8)) == .elements)
    }

    @Test(
        "the answer's by accept",
        arguments: [
            ("", .npy), ("*/*", .npy), ("application/*", .npy), ("application/json", .json),
            ("application/json, application/x-npy", .npy),
            ("application/json, application/x-npy;q=0.5", .json),
            ("application/json;q=0.1, */*;q=0.2", .npy),
            ("application/x-npy;q=0, */*", .json),
            ("application/octet-stream", .elements), ("text/html, */*;q=0.8", .npy),
            ("text/html,application/xhtml+xml,application/json;q=0.9", .json),
            ("APPLICATION/JSON", .json), ("application/json;charset=utf-8;q=1", .json),
        ] as [(String, BodyFormat)])
    func accept(field: String, best: BodyFormat) throws {
        #expect(try AcceptedFormats([.accept: field]).best(for: .npy) == best)
    }

    @Test("and nothing acceptable is refused", arguments: ["text/html", "*/*;q=0", "image/*", ","])
    func notAcceptable(field: String) {
        let error = #expect(throws: RequestError.self) { try AcceptedFormats([.accept: field]) }
        #expect(error?.status.code == 406)
    }

    @Test(
        "the time by x-request-timeout",
        arguments: [
            ("2", .seconds(2)), ("0.5", .milliseconds(500)), ("250ms", .milliseconds(250)),
            ("3s", .seconds(3)), (" 1 ", .seconds(1)), ("1e9", .seconds(86400)),
        ] as [(String, Duration)])
    func timeout(field: String, expected: Duration) throws {
        #expect(try RequestTimeout.read([RequestTimeout.fieldName: field]) == expected)
        #expect(try RequestTimeout.read([:]) == nil)
    }

    @Test(
        "and no time is refused",
        arguments: ["", "0", "-1", "soon", "nan", "inf", "5m", "ms", "1,5", "0x10", "+1"])
    func badTimeout(field: String) {
        let error = #expect(throws: RequestError.self) {
            try RequestTimeout.read([RequestTimeout.fieldName: field])
        }
        #expect(error?.status.code == 400)
    }
}
