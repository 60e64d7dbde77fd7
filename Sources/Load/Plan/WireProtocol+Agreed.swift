import Server

extension LoadPlan.WireProtocol {
    /// What is asked for in a handshake.
    var agreed: ApplicationProtocol {
        switch self {
        case .http1: .http1
        case .http2: .http2
        }
    }
}
