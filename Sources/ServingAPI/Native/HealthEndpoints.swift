import HTTPTypes
import Server
import Serving

/// `GET /health`: the model's state with its name, version and uptime; 503 unless it is ready.
struct HealthEndpoint: Responder {
    let service: any PredictionService
    /// How long the process has been answering.
    let uptime: @Sendable () -> Duration

    func refusal(of head: HTTPRequest) -> ServerResponse? { nil }

    func respond(to request: ServerRequest, reply: Reply) {
        let state = service.state
        var json = JSONWriter()
        json.write(#"{"status":"#)
        json.write(string: state.rawValue)
        json.write(#","model":"#)
        json.write(string: service.modelName)
        json.write(#","version":"#)
        json.write(string: service.modelVersion)
        json.write(#","uptime":"#)
        json.write(seconds: uptime())
        json.write("}")
        reply.send(.health(isWell: state == .ready, body: json.text))
    }
}

/// `GET /health/live`: 200 while the process answers at all.
struct LivenessEndpoint: Responder {
    func refusal(of head: HTTPRequest) -> ServerResponse? { nil }

    func respond(to request: ServerRequest, reply: Reply) {
        reply.send(.health(isWell: true, body: Array(#"{"status":"live"}"#.utf8)))
    }
}

/// `GET /health/ready`: 200 when predictions are answered, else 503.
struct ReadinessEndpoint: Responder {
    let service: any PredictionService

    func refusal(of head: HTTPRequest) -> ServerResponse? { nil }

    func respond(to request: ServerRequest, reply: Reply) {
        let state = service.state
        reply.send(
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
    fileprivate mutating func write(seconds duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let milliseconds = String(1000 + attoseconds / 1_000_000_000_000_000).dropFirst()
        text += "\(seconds).\(milliseconds)".utf8
    }
}
