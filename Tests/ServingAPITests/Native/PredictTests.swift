import Fixtures
import HTTPTypes
import Server
import Serving
import Tensors
import Testing

@testable import ServingAPI

@Suite("Predictions")
struct PredictTests {
    private let echo = FakeModel(echoing: .echo(.float32, [nil, 2]))
    private var router: Router { Router(service: echo) }
    private let rows = Tensor([Float(1), 2, 3, 4], shape: [2, 2])

    @Test(
        "are answered in the form asked in",
        arguments: [
            (#"{"instances":[[1,2]]}"#, #"{"predictions":[[1.0,2.0]]}"#),
            (#"{"inputs":[[1,2]]}"#, #"{"outputs":[[1.0,2.0]]}"#),
            (
                #"{"id":"4","inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}]}"#,
                #"{"model_name":"digits","model_version":"3","id":"4","outputs":[{"name":"x","#
                    + #""datatype":"FP32","shape":[1,2],"data":[1.0,2.0]}]}"#
            ),
        ])
    func forms(request: String, answer: String) {
        let response = post(request, to: router)
        #expect(response?.code == 200)
        #expect(response?.contentType == "application/json")
        #expect(response?.text == answer)
    }

    @Test("are answered in binary to binary")
    func binary() throws {
        let npy = ask(
            router, fields: [.contentType: "application/x-npy"], body: try rows.npyBytes())
        #expect(npy?.contentType == "application/x-npy")
        #expect(npy?.body == (try rows.npyBytes()))
        let bytes = rows.withUnsafeBytes(Array.init)
        let elements = ask(
            router, fields: [.contentType: "application/octet-stream"], body: bytes)
        #expect(elements?.contentType == "application/octet-stream")
        #expect(elements?.body == bytes)
    }

    @Test("are answered in the format accepted")
    func accept() throws {
        let fields: HTTPFields = [.accept: "application/x-npy"]
        let npy = post(#"{"instances":[[1,2],[3,4]]}"#, to: router, fields: fields)
        #expect(npy?.body == (try rows.npyBytes()))
        let json = ask(
            router, fields: [.contentType: "application/x-npy", .accept: "application/json"],
            body: try rows.npyBytes())
        #expect(json?.text == #"{"predictions":[[1.0,2.0],[3.0,4.0]]}"#)
    }

    @Test("are taken from curl, which says form data of anything")
    func curl() throws {
        let fields: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        let json = ask(router, fields: fields, body: Array(#"{"instances":[[1,2]]}"#.utf8))
        #expect(json?.text == #"{"predictions":[[1.0,2.0]]}"#)
        let npy = ask(router, fields: fields, body: try rows.npyBytes())
        #expect(npy?.body == (try rows.npyBytes()))
        #expect(ask(router, body: try rows.npyBytes())?.code == 200)
    }

    @Test("are handed over with priority, and with a deadline that counts from their arrival")
    func handover() {
        let start = ContinuousClock.now
        let router = Router(service: echo, defaultTimeout: .seconds(9)) { start + .milliseconds(2) }
        let cancellation = Cancellation()
        let body = Array(#"{"instances":[[1,2]]}"#.utf8)
        _ = ask(router, body: body, arrival: start, cancellation: cancellation)
        let fields: HTTPFields = [
            RequestTimeout.fieldName: "250ms", RequestPriority.fieldName: "Low",
        ]
        _ = ask(router, fields: fields, body: body, arrival: start)
        #expect(
            echo.predictions.map(\.deadline)
                == [start + .milliseconds(8990), start + .milliseconds(240)], "less the way back")
        #expect(echo.predictions.map(\.priority) == [.normal, .low])
        #expect(echo.predictions.first?.isAbandoned() == false)
        cancellation.cancel()
        #expect(echo.predictions.map { $0.isAbandoned() } == [true, false])
    }

    @Test(
        "that fail have the status of the failure",
        arguments: [
            (.overloaded(queuedRows: 9, capacity: 10, wait: .milliseconds(1200)), 503, "2"),
            (.tooLate(wait: .milliseconds(80), excess: .milliseconds(30)), 503, "1"),
            (.displaced, 503, "1"),
            (.tooManyRows(rows: 11, limit: 10), 413, nil), (.unavailable(.draining), 503, "1"),
            (.deadlineExceeded, 504, nil), (.abandoned, 499, nil),
            (.failed("out of luck"), 500, nil),
        ] as [(PredictionError, Int, String?)])
    func failures(error: PredictionError, code: Int, retryAfter: String?) {
        let model = FakeModel(signature: .echo(.float32, [nil])) { _ in .failure(error) }
        let response = post(#"{"instances":[1]}"#, to: Router(service: model))
        #expect(response?.code == code)
        #expect(response?.head.headerFields[.retryAfter] == retryAfter)
        #expect(response?.contentType == "application/json")
        #expect(response?.error?.isEmpty == false)
    }

    @Test("that can't be done in time are refused by their head, with the time to come again")
    func tooLate() {
        let start = ContinuousClock.now
        let router = Router(service: echo) { start }
        echo.refuse { deadline, priority in
            guard priority != .high, deadline == start + .milliseconds(38) else { return nil }
            return .tooLate(wait: .milliseconds(1250), excess: .milliseconds(1200))
        }
        func refusal(_ fields: HTTPFields, waited: Duration = .zero) -> ServerResponse? {
            router.answer(
                to: HTTPRequest(
                    method: .post, scheme: "http", authority: "a", path: "/predict",
                    headerFields: fields), arrival: start - waited)
        }
        let refused = refusal([RequestTimeout.fieldName: "40ms"])
        #expect(refused?.code == 503)
        #expect(echo.announcements == 1)
        #expect(refused?.head.headerFields[.retryAfter] == "2")
        #expect(refused?.error?.contains("about 1250 ms") == true)
        #expect(refusal([RequestTimeout.fieldName: "60ms"]) == nil)
        #expect(
            refusal([RequestTimeout.fieldName: "40ms", RequestPriority.fieldName: "high"]) == nil)
        #expect(refusal([RequestPriority.fieldName: "urgent"])?.code == 400)
        // Of 100 ms less 5 for the way back it has waited half: the answer would wait as long.
        let fields: HTTPFields = [RequestTimeout.fieldName: "100ms"]
        #expect(refusal(fields, waited: .milliseconds(47)) == nil)
        let announcements = echo.announcements
        #expect(refusal(fields, waited: .milliseconds(48))?.code == 503)
        #expect(echo.announcements == announcements)
    }

    @Test("say how many rows are too many")
    func messages() {
        let model = FakeModel(signature: .echo(.float32, [nil])) { _ in
            .failure(.tooManyRows(rows: 11, limit: 10))
        }
        #expect(
            post(#"{"instances":[1]}"#, to: Router(service: model))?.error
                == "11 rows in one request, at most 10 are accepted")
    }

    @Test("are answered while the model drains")
    func draining() {
        echo.state = .draining
        #expect(post(#"{"instances":[[1,2]]}"#, to: router)?.code == 200)
    }

    @Test("are refused before the body while the model loads")
    func loading() {
        echo.state = .loading
        let head = HTTPRequest(method: .post, scheme: "http", authority: "a", path: "/predict")
        let refusal = router.answer(to: head)
        #expect(refusal?.code == 503)
        #expect(refusal?.head.headerFields[.retryAfter] == "1")
        #expect(refusal?.error == "the model is loading")
        #expect(echo.predictions.isEmpty)
    }

    @Test("are refused with 400 for a bad body, which never reaches the model")
    func badBodies() {
        let response = post(#"{"instances":[[1,2,3]]}"#, to: router)
        #expect(response?.code == 400)
        #expect(
            response?.error
                == "wrong shape for the input \"x\": expected [?, 2], given [1, 3]")
        #expect(post(#"{"instances":[[1,2"#, to: router)?.code == 400)
        #expect(
            ask(router, fields: [.contentType: "application/x-npy"], body: [1, 2])?.code == 400)
        #expect(echo.predictions.isEmpty)
    }

    @Test("are answered or refused, never lost, whatever the body", arguments: 0..<4)
    func mutations(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let router = Router(service: FakeModel(echoing: .pair))
        let bodies = try [
            Array(#"{"instances":[{"a":[1.5,2e-3],"b":5},{"b":6,"a":[3,NaN]}],"x":["é"]}"#.utf8),
            Array(#"{"inputs":{"a":[[1,2],[-Infinity,4]],"b":[5,6]},"signature_name":"s"}"#.utf8),
            Array(
                (#"{"id":"1","inputs":[{"name":"b","shape":[1],"datatype":"INT32","data":[5]},"#
                    + #"{"name":"a","shape":[1,2],"datatype":"FP32","data":[[1,2]]}]}"#).utf8),
            rows.npyBytes(),
        ]
        let tokens = Array(#"[]{},:"\.-+e0123456789 NIu"#.utf8) + [0, 0x80, 0xFF, 0x93]
        for _ in 0..<2000 {
            var body = bodies[Int.random(in: 0..<bodies.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) where !body.isEmpty {
                let index = Int.random(in: 0..<body.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: body[index] = tokens[Int.random(in: 0..<tokens.count, using: &random)]
                case 1: body.remove(at: index)
                case 2: body.insert(contentsOf: body[index...].prefix(9), at: index)
                default: body.removeSubrange(index...)
                }
            }
            let code = ask(router, body: body)?.code
            #expect(code == 200 || code == 400, "\(body)")
        }
    }
}
