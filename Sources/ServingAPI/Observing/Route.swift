/// What can stand at a path, as metrics name it.
///
/// The number is what answers carry through the server, which knows no routes.
enum Route: UInt8, CaseIterable, Sendable {
    /// Nothing, or the request could not be read.
    case none
    case predict
    case health
    case live
    case ready
    case metrics

    /// The path, or for no route a word that is none.
    var label: String {
        switch self {
        case .none: "none"
        case .predict: "/predict"
        case .health: "/health"
        case .live: "/health/live"
        case .ready: "/health/ready"
        case .metrics: "/metrics"
        }
    }

    /// Whether it is about a model.
    var isOfModel: Bool { self == .predict }
}
