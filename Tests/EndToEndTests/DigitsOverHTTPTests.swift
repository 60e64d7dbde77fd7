import Fixtures
import Foundation
import Testing

@Suite("All digits over HTTP give TensorFlow's probabilities")
struct DigitsOverHTTPTests {
    private let digits: Digits
    private let server: RunningServer

    init() throws {
        digits = try Digits()
        server = try RunningServer()
    }

    /// Sends the digits in groups and compares; gives how many were classified correctly.
    private func predict(_ groups: [Range<Int>], by curl: Curl, version: String) throws -> Int {
        let requests = groups.map { group in
            Curl.Request(path: "/predict", method: "POST", body: digits.instances(group))
        }
        var correct = 0
        for (group, response) in zip(groups, try curl.send(requests)) {
            try #require(response.status == 200, "\(response.text)")
            #expect(response.httpVersion == version)
            let answers = Digits.numbers(try response.json()["predictions"])
            #expect(try digits.worstError(answers, group) <= 1e-5)
            correct += digits.correct(answers, group)
        }
        return correct
    }

    @Test("alone, one after the other, over HTTP/1.1")
    func alone() throws {
        #expect(digits.count == 397)
        let correct = try predict(
            (0..<digits.count).map { $0..<$0 + 1 }, by: Curl(address: server.address),
            version: "1.1")
        #expect(Double(correct) / Double(digits.count) >= 0.97)
    }

    @Test(
        "in concurrent random batches",
        arguments: [("--http1.1", "1.1"), ("--http2-prior-knowledge", "2")])
    func batches(option: String, version: String) throws {
        var generator = SeededGenerator(seed: 17)
        for _ in 0..<3 {
            var groups: [Range<Int>] = []
            while (groups.last?.upperBound ?? 0) < digits.count {
                let start = groups.last?.upperBound ?? 0
                let end = start + Int.random(in: 1...9, using: &generator)
                groups.append(start..<min(end, digits.count))
            }
            groups.shuffle(using: &generator)
            let curl = Curl(address: server.address, options: [option], parallelism: 12)
            let correct = try predict(groups, by: curl, version: version)
            #expect(Double(correct) / Double(digits.count) >= 0.97)
        }
    }

    @Test("all in one request, larger than a batch may be")
    func whole() throws {
        let correct = try predict(
            [0..<digits.count], by: Curl(address: server.address), version: "1.1")
        #expect(correct >= 386)
    }
}
