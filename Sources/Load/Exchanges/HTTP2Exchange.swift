import HTTP

/// Several requests at a time over HTTP/2 with prior knowledge.
final class HTTP2Exchange: Exchange {
    private let requests: [HTTP2Request]
    private let session: HTTP2ClientSession
    /// By place, which is a request's token.
    private var places: [Flight?]
    private var free: [Int]
    private var answers: [HTTP2ClientSession.Answer] = []

    init(requests: [HTTP2Request], streams: Int) throws(HTTPError) {
        self.requests = requests
        session = try HTTP2ClientSession()
        places = [Flight?](repeating: nil, count: streams)
        free = Array((0..<streams).reversed())
    }

    var isEnding: Bool { session.hasGoneAway }
    var freePlaces: Int { isEnding ? 0 : free.count }
    var flights: [Flight] { places.compactMap { $0 } }

    func begin(_ request: Int, _ flight: Flight, _ output: inout OutputBuffer) {
        guard let place = free.popLast() else { return }
        places[place] = flight
        // A session out of stream numbers fails when it is written to.
        try? session.submit(requests[request], token: place)
    }

    func receive(
        _ input: Span<UInt8>, _ output: inout OutputBuffer, _ landings: inout [Landing]
    ) -> Bool {
        do throws(HTTPError) {
            try session.receive(input, &answers)
            land(&landings)
            return true
        } catch {
            land(&landings)
            fail(.malformed, &landings) { _ in true }
            return false
        }
    }

    func inputEnded(_ landings: inout [Landing]) { session.goAway() }

    func prepare(_ output: inout OutputBuffer, _ landings: inout [Landing]) -> Bool {
        do throws(HTTPError) {
            try session.fill(&output, &answers)
            land(&landings)
            return !session.isFinished || !output.isEmpty
        } catch {
            return false
        }
    }

    func expire(sentBefore time: MonotonicTime, _ landings: inout [Landing]) -> Bool {
        for (place, flight) in places.enumerated() {
            if let flight, flight.sent < time { session.cancel(token: place) }
        }
        fail(.timeout, &landings) { $0.sent < time }
        return true
    }

    private func land(_ landings: inout [Landing]) {
        for answer in answers {
            guard let flight = places[answer.token] else { continue }
            places[answer.token] = nil
            free.append(answer.token)
            landings.append(
                Landing(
                    flight: flight,
                    outcome: answer.isWhole ? .answer(status: answer.status) : .failure(.stream),
                    bodyBytes: answer.bodyBytes))
        }
        answers.removeAll(keepingCapacity: true)
    }

    private func fail(
        _ failure: LoadFailure, _ landings: inout [Landing], where fails: (Flight) -> Bool
    ) {
        for (place, flight) in places.enumerated() {
            guard let flight, fails(flight) else { continue }
            places[place] = nil
            free.append(place)
            landings.append(Landing(flight: flight, outcome: .failure(failure)))
        }
    }
}
