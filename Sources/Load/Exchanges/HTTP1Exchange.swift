import HTTP

/// One request after another over HTTP/1.1; no pipelining, as clients do.
final class HTTP1Exchange: Exchange {
    private let requests: [[UInt8]]
    private var parser: ResponseParser
    private var flight: Flight?
    private var status = 0
    private var bodyBytes = 0
    private(set) var isEnding = false

    init(requests: [[UInt8]]) {
        self.requests = requests
        parser = ResponseParser(limits: .anyAnswer)
    }

    var freePlaces: Int { flight == nil && !isEnding ? 1 : 0 }
    var flights: [Flight] { flight.map { [$0] } ?? [] }

    func begin(_ request: Int, _ flight: Flight, _ output: inout OutputBuffer) {
        self.flight = flight
        output.append(requests[request])
    }

    func receive(
        _ input: Span<UInt8>, _ output: inout OutputBuffer, _ landings: inout [Landing]
    ) -> Bool {
        // An answer that nobody asked for.
        guard flight != nil else { return false }
        var offset = 0
        do throws(HTTPError) {
            while let event = try parser.next(in: input, at: &offset) {
                switch event {
                case .head(let status): self.status = status
                case .body(let range): bodyBytes += range.count
                case .end:
                    if !parser.keepsAlive { isEnding = true }
                    land(&landings)
                    guard offset < input.count else { return true }
                    return false
                }
            }
            return true
        } catch {
            fail(.malformed, &landings)
            return false
        }
    }

    func inputEnded(_ landings: inout [Landing]) {
        isEnding = true
        if parser.endsWithInput { land(&landings) }
    }

    func prepare(_ output: inout OutputBuffer, _ landings: inout [Landing]) -> Bool { true }

    func expire(sentBefore time: MonotonicTime, _ landings: inout [Landing]) -> Bool {
        guard let flight, flight.sent < time else { return true }
        fail(.timeout, &landings)
        return false
    }

    private func land(_ landings: inout [Landing]) {
        guard let flight else { return }
        landings.append(
            Landing(flight: flight, outcome: .answer(status: status), bodyBytes: bodyBytes))
        self.flight = nil
        bodyBytes = 0
    }

    private func fail(_ failure: LoadFailure, _ landings: inout [Landing]) {
        guard let flight else { return }
        landings.append(Landing(flight: flight, outcome: .failure(failure)))
        self.flight = nil
        isEnding = true
    }
}

extension MessageLimits {
    /// Answers may be of any size; bodies are not kept.
    fileprivate static let anyAnswer = MessageLimits(
        headBytes: 1 << 20, fieldCount: 10_000, bodyBytes: Int.max / 4)
}
