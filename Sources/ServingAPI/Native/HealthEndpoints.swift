import HTTPTypes
import Server
import Serving
import Synchronization

/// `GET /health`: the model's state with its name, version and uptime; 503 unless it is ready.
///
/// Balancers ask often, so an answer is made once for all requests of a millisecond.
final class HealthEndpoint: Responder {
    /// What an answer tells.
    private struct Facts: Equatable {
        let state: ModelState
        let model: String
        let version: String
        let milliseconds: Int64
    }

    private let service: any PredictionService
    /// How long the process has been answering.
    private let uptime: @Sendable () -> Duration
    private let latest = Mutex<(facts: Facts, response: ServerResponse)?>(nil)

    init(service: any PredictionService, uptime: @escaping @Sendable () -> Duration) {
        self.service = service
        self.uptime = uptime
    }

    func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception {
        let facts = Facts(
            state: service.state, model: service.modelName, version: service.modelVersion,
            milliseconds: uptime().wholeMilliseconds)
        let response = latest.withLock { latest -> ServerResponse in
            if let latest, latest.facts == facts { return latest.response }
            let made = Self.response(facts)
            latest = (facts, made)
            return made
        }
        return .answered(response)
    }

    private static func response(_ facts: Facts) -> ServerResponse {
        var json = JSONWriter()
        json.write(#"{"status":"#)
        json.write(string: facts.state.rawValue)
        json.write(#","model":"#)
        json.write(string: facts.model)
        json.write(#","version":"#)
        json.write(string: facts.version)
        json.write(#","uptime":"#)
        json.write(milliseconds: facts.milliseconds)
        json.write("}")
        return .health(isWell: facts.state == .ready, body: json.text)
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
