import Server

/// Why a server could not be measured.
public enum LoadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The plan contradicts itself; the text says which rule it breaks.
    case unfit(String)
    /// No connection could be made.
    case unreachable(ServerError)
    /// This process lacks a means, file descriptors for example.
    case system(ServerError)

    /// What is wrong and, where there is one, the mend.
    public var description: String {
        switch self {
        case .unfit(let rule): rule
        case .unreachable(let error): "the server can't be reached: \(error)"
        case .system(let error): "\(error)"
        }
    }
}
