import HTTPTypes
import Serving
import Testing

@testable import ServingAPI

@Suite("The router")
struct RouterTests {
    private let model = FakeModel(echoing: .echo(.float32, [nil]))
    private var router: Router { Router(service: model) }

    @Test("answers unknown paths with 404", arguments: ["/", "/predict/", "/Predict", "/v1", "/?"])
    func notFound(path: String) {
        let response = ask(router, .get, path)
        #expect(response?.code == 404)
        #expect(response?.contentType == "application/json")
        #expect(response?.error == "nothing at \(path == "/?" ? "/" : path)")
    }

    @Test(
        "answers wrong methods with 405 and those allowed",
        arguments: [
            (.get, "/predict", "POST"), (.head, "/predict", "POST"), (.put, "/predict", "POST"),
            (.options, "/predict", "POST"), (.post, "/health", "GET, HEAD"),
            (.delete, "/health/live", "GET, HEAD"), (.post, "/health/ready?x", "GET, HEAD"),
        ] as [(HTTPRequest.Method, String, String)])
    func wrongMethod(method: HTTPRequest.Method, path: String, allow: String) {
        let response = ask(router, method, path)
        #expect(response?.code == 405)
        #expect(response?.head.headerFields[.allow] == allow)
        #expect(response?.error?.contains(method.rawValue) == true)
    }

    @Test("ignores the query")
    func query() { #expect(ask(router, .get, "/health?verbose=1")?.code == 200) }

    @Test(
        "refuses by the head alone what it can",
        arguments: [
            (.post, "/nowhere", [:], 404), (.get, "/predict", [:], 405),
            (.post, "/predict", [.contentType: "text/csv"], 415),
            (.post, "/predict", [.contentEncoding: "br"], 415),
            (.post, "/predict", [.accept: "text/html"], 406),
            (.post, "/predict", [RequestTimeout.fieldName: "never"], 400),
        ] as [(HTTPRequest.Method, String, HTTPFields, Int)])
    func refusals(method: HTTPRequest.Method, path: String, fields: HTTPFields, code: Int) {
        let head = HTTPRequest(
            method: method, scheme: "http", authority: "a", path: path, headerFields: fields)
        let refusal = router.answer(to: head)
        #expect(refusal?.code == code)
        #expect(refusal?.error != nil)
    }

    @Test("lets the body of what it serves come")
    func noRefusal() {
        let head = HTTPRequest(method: .post, scheme: "http", authority: "a", path: "/predict")
        #expect(router.answer(to: head) == nil)
        guard case .awaited(_, let route) = router.receive(head, arrival: .now) else { return }
        #expect(route == Route.predict.rawValue)
    }

    @Test(
        "answers by the head alone what needs no body, and says for which route",
        arguments: [
            (.get, "/health", 200, .health), (.head, "/health/live", 200, .live),
            (.get, "/health/ready", 200, .ready), (.options, "*", 204, .none),
            (.post, "/health", 405, .none), (HTTPRequest.Method("BREW"), "/health", 501, .none),
        ] as [(HTTPRequest.Method?, String, Int, Route)])
    func answersAtOnce(method: HTTPRequest.Method?, path: String, code: Int, route: Route) throws {
        let head = HTTPRequest(
            method: try #require(method), scheme: "http", authority: "a", path: path)
        let answer = try #require(router.answer(to: head))
        #expect(answer.code == code)
        #expect(answer.notes.route == route.rawValue)
    }

    @Test("says in the answer what is wrong with a body it does not read")
    func unsupportedMediaType() {
        let response = ask(router, fields: [.contentType: "text/csv"])
        #expect(
            response?.error
                == "the content type text/csv is not supported; send application/json, "
                + "application/x-npy, application/octet-stream")
        let encoded = ask(router, fields: [.contentEncoding: "br"])
        #expect(encoded?.head.headerFields[.acceptEncoding] == "gzip, deflate")
    }
}
