import Glibc

/// Where a server listens and how it treats its clients.
public struct ServerConfiguration: Sendable, Hashable {
    /// What the end of a client's input means while requests of it are unanswered.
    public enum EndOfInput: Sendable, Hashable {
        /// The client has gone if it is not answered within a second or two: then its requests are
        /// cancelled, so that queued work is dropped. An answer that comes all the same is still
        /// sent.
        case cancels
        /// The client may have closed its sending half alone: its requests run to their end.
        case waits
    }

    /// The name or numeric address to listen on.
    public var host: String
    /// The port to listen on; 0 takes a free one.
    public var port: Int
    /// The number of event loops, each a Dispatch serial queue; at least 1.
    public var reactors: Int
    /// The value of the `Server` field, empty for none.
    public var serverName: String
    /// What the end of a client's input means.
    ///
    /// The kernel tells a client that closed its connection from one that shut down its sending
    /// half only when something is written to it. The default takes both for gone, as nginx does,
    /// but not at once: clients that time out are many and half-closing ones few, and the latter
    /// want their answers.
    public var endOfInput: EndOfInput
    /// Whether HTTP/1.1 clients in the clear may go over to HTTP/2 (`Upgrade: h2c`, RFC 7540 section
    /// 3.2); else the field is ignored, as RFC 9110 section 7.8 allows.
    public var allowsUpgrade: Bool
    /// What clients may take.
    public var limits: ServerLimits

    /// Makes a configuration.
    public init(
        host: String = "127.0.0.1", port: Int = 8080, reactors: Int? = nil,
        serverName: String = "steady", endOfInput: EndOfInput = .cancels,
        allowsUpgrade: Bool = true, limits: ServerLimits = ServerLimits()
    ) {
        self.host = host
        self.port = port
        self.reactors = max(1, reactors ?? Self.defaultReactors)
        self.serverName = serverName
        self.endOfInput = endOfInput
        self.allowsUpgrade = allowsUpgrade
        self.limits = limits
    }

    /// One event loop answers some hundred thousand requests a second, so few leave most of the
    /// processors to the models: a quarter of them, at least one and at most four.
    private static var defaultReactors: Int {
        min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 4, 1), 4)
    }
}
