import HTTPTypes
import Server

/// What stands at one path: a responder for each method it has.
struct Resource: Sendable {
    /// What metrics call it.
    let route: Route
    private let responders: [(method: HTTPRequest.Method, responder: any Responder)]

    /// Makes a resource; where there is GET, HEAD is answered by it.
    init(_ route: Route, _ responders: (HTTPRequest.Method, any Responder)...) {
        self.route = route
        self.responders = responders.map { (method: $0, responder: $1) }
    }

    /// The responder for a method, nil if it is not allowed.
    func responder(for method: HTTPRequest.Method) -> (any Responder)? {
        let wanted = method == .head ? .get : method
        return responders.first { $0.method == wanted }?.responder
    }

    /// All methods, as the field `allow` names them.
    var allowedMethods: [String] {
        responders.flatMap { $0.method == .get ? ["GET", "HEAD"] : [$0.method.rawValue] }
    }
}

/// The paths that belong together, such as those of one protocol.
protocol RouteFamily: Sendable {
    /// What stands at a path, which has no query; nil if it is none of this family's.
    func resource(at path: String) -> Resource?
}
