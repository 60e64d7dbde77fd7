import Dispatch
import HTTPTypes
import Metrics
import Server
import Serving

/// Answers every request to a model: finds what stands at the path, and asks it.
///
/// Unknown paths, wrong methods and header fields that can't be served are refused before the body
/// is read. Never blocks; predictions are answered from the thread that completes them.
public struct Router: Responder {
    /// The methods of RFC 9110 and 5789; others are not known here, and not only not allowed.
    private static let methods: Set<HTTPRequest.Method> = [
        .get, .head, .post, .put, .delete, .connect, .options, .trace, .patch,
    ]

    private let families: [any RouteFamily]

    /// Makes a router for one model.
    ///
    /// - Parameters:
    ///   - service: The model; it may still be loading.
    ///   - defaultTimeout: How long a prediction may take where the request does not say so by
    ///     `X-Request-Timeout`.
    ///   - serverTiming: When answers tell what their parts took.
    ///   - limits: How much bodies may hold.
    ///   - metrics: What `/metrics` shows, in that order.
    ///   - now: The clock for deadlines and uptime, which counts from here.
    public init(
        service: any PredictionService, defaultTimeout: Duration = .seconds(30),
        serverTiming: ServerTiming = .onRequest, limits: BodyLimits = BodyLimits(),
        metrics: [any MetricSource] = [],
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        // Computed once, and better not while a request waits.
        DispatchQueue.global().async { _ = PowersOfFive.halves }
        families = [
            NativeRoutes(
                service: service, defaultTimeout: defaultTimeout, serverTiming: serverTiming,
                limits: limits, decoding: DecodingStage(), metrics: metrics, now: now)
        ]
    }

    /// Whether a path, without its query, is asked by those who watch the process, who have no token.
    public static func isHealth(_ path: Substring) -> Bool {
        path == "/health" || path.hasPrefix("/health/")
    }

    /// Refuses a request by its head: 404, 405, 406, 415 and 503, and 400 for bad header fields; or
    /// answers it where the head says all there is to say.
    ///
    /// `OPTIONS *` asks about the server as a whole and is answered here too.
    public func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception {
        let target = head.path ?? "/"
        if target == "*", Self.methods.contains(head.method) {
            return .answered(
                ServerResponse(
                    head: HTTPResponse(
                        status: .noContent, headerFields: [.allow: "GET, HEAD, POST, OPTIONS"])))
        }
        do throws(RequestError) {
            let (route, responder) = try responder(for: head.method, of: target)
            switch responder.receive(head, arrival: arrival) {
            case .answered(var answer):
                answer.notes.route = route.rawValue
                return .answered(answer)
            case .awaited(let handler, _):
                return .awaited(by: handler, route: route.rawValue)
            }
        } catch {
            // What is found has a method that is known.
            guard Self.methods.contains(head.method) else {
                return .answered(
                    .failure(
                        .notImplemented, "the method \(head.method.rawValue) is not implemented"))
            }
            return .answered(ServerResponse(error))
        }
    }

    private func responder(
        for method: HTTPRequest.Method, of target: String
    ) throws(RequestError) -> (Route, any Responder) {
        // By bytes: where Foundation is linked, a search for text goes through NSString.
        let path =
            target.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(target[..<$0]) } ?? target
        for family in families {
            guard let resource = family.resource(at: path) else { continue }
            guard let responder = resource.responder(for: method) else {
                throw .methodNotAllowed(
                    method: method.rawValue, allowed: resource.allowedMethods)
            }
            return (resource.route, responder)
        }
        throw .notFound(path: path)
    }
}
