import HTTPTypes
import Server
import Serving
import Synchronization

/// `GET /health`: the model's state with its name, version and uptime; 503 unless it is ready.
///
/// Balancers ask often, so an answer is made once for all requests of a millisecond.
final class HealthEndpoint: Responder {
    /// An answer, and for how long it is true.
    private final class Answer: Sendable {
        let state: ModelState
        let version: String
        /// The millisecond of the uptime that it names.
        let time: Range<Duration>
        let response: ServerResponse

        init(state: ModelState, version: String, time: Range<Duration>, response: ServerResponse) {
            self.state = state
            self.version = version
            self.time = time
            self.response = response
        }
    }

    private let service: any PredictionService
    /// How long the process has been answering.
    private let uptime: @Sendable () -> Duration
    private let latest = Mutex<Answer?>(nil)

    init(service: any PredictionService, uptime: @escaping @Sendable () -> Duration) {
        self.service = service
        self.uptime = uptime
    }

    func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception {
        let state = service.state
        let version = service.modelVersion
        let uptime = uptime()
        if let answer = latest.withLock({ $0 }), answer.time.contains(uptime),
            state == answer.state, version == answer.version
        {
            return .answered(answer.response)
        }
        let milliseconds = uptime.wholeMilliseconds
        let answer = Answer(
            state: state, version: version,
            time: .milliseconds(milliseconds) ..< .milliseconds(milliseconds + 1),
            response: response(state, version, milliseconds))
        latest.withLock { $0 = answer }
        return .answered(answer.response)
    }

    private func response(
        _ state: ModelState, _ version: String, _ milliseconds: Int64
    ) -> ServerResponse {
        var json = JSONWriter()
        json.write(#"{"status":"#)
        json.write(string: state.rawValue)
        json.write(#","model":"#)
        json.write(string: service.modelName)
        json.write(#","version":"#)
        json.write(string: version)
        json.write(#","uptime":"#)
        json.write(milliseconds: milliseconds)
        json.write("}")
        return .health(isWell: state == .ready, body: json.text)
    }
}

/// `GET /health/live`: 200 while the process answers at all.
struct LivenessEndpoint: Responder {
    func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception {
        .answered(.health(isWell: true, body: Array(#"{"status":"live"}"#.utf8)))
    }
}

/// `GET /health/ready`: 200 when predictions are answered, else 503.
struct ReadinessEndpoint: Responder {
    let service: any PredictionService

    func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception {
        let state = service.state
        return .answered(
            .health(isWell: state == .ready, body: Array(#"{"status":"\#(state)"}"#.utf8)))
    }
}

extension ServerResponse {
    /// An answer that no cache may keep.
    fileprivate static func health(isWell: Bool, body: [UInt8]) -> ServerResponse {
        ServerResponse(
            status: isWell ? .ok : .serviceUnavailable, fields: [.cacheControl: "no-store"],
            body: body)
    }
}

extension JSONWriter {
    /// Writes seconds with three digits behind the point.
    fileprivate mutating func write(milliseconds: Int64) {
        text += "\(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())".utf8
    }
}

extension Duration {
    /// The milliseconds that have gone by in full; for durations that are not negative.
    fileprivate var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
