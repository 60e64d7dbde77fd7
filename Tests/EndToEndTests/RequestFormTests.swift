import Foundation
import Tensors
import Testing

@Suite("Every form of request is answered in its own form")
struct RequestFormTests {
    private let digits: Digits
    private let server: RunningServer

    init() throws {
        digits = try Digits()
        server = try RunningServer()
    }

    private func post(_ body: [UInt8], _ headers: String...) throws -> Curl.Response {
        try Curl(address: server.address).send(
            Curl.Request(path: "/predict", method: "POST", headers: headers, body: body))
    }

    private func check(_ answers: [Float], _ range: Range<Int>) throws {
        #expect(try digits.worstError(answers, range) <= 1e-5)
    }

    @Test("columns: inputs and outputs")
    func columns() throws {
        let response = try post(Array("{\"inputs\":\(digits.json(3..<6))}".utf8))
        try check(Digits.numbers(response.json()["outputs"]), 3..<6)
    }

    @Test("Open Inference Protocol")
    func openInference() throws {
        let body = """
            {"id": "a7", "inputs": [{"name": "images", "shape": [2, 8, 8, 1], "datatype": "FP32", \
            "data": \(digits.json(8..<10))}]}
            """
        let answer = try post(Array(body.utf8)).json()
        #expect(answer["id"] as? String == "a7")
        let output = try #require((answer["outputs"] as? [[String: Any]])?.first)
        #expect(output["name"] as? String == "probabilities")
        #expect(output["datatype"] as? String == "FP32")
        #expect(output["shape"] as? [Int] == [2, 10])
        try check(Digits.numbers(output["data"]), 8..<10)
    }

    @Test("a NumPy file in, a NumPy file out")
    func npy() throws {
        let file = try digits.images.rows(20..<60).npyBytes()
        let response = try post(file, "content-type: application/x-npy")
        let answer = try Tensor(npy: response.body)
        #expect(answer.shape == [40, 10])
        try check(answer.elements(as: Float.self), 20..<60)
    }

    @Test("raw rows in, raw rows out")
    func octetStream() throws {
        let rows = digits.images.rows(60..<64).withUnsafeBytes { Array($0) }
        let response = try post(rows, "content-type: application/octet-stream")
        let answers = response.body.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map {
                bytes.loadUnaligned(fromByteOffset: $0, as: Float.self)
            }
        }
        try check(answers, 60..<64)
    }
}
