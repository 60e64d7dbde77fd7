/// What one HTTP/2 connection may ask of the server.
public struct HTTP2Limits: Sendable, Hashable {
    /// Streams open at once (SETTINGS_MAX_CONCURRENT_STREAMS).
    public var concurrentStreams: Int
    /// Bytes that one stream may send ahead of the server (SETTINGS_INITIAL_WINDOW_SIZE).
    public var streamWindow: Int
    /// Bytes that all streams together may send ahead of the server.
    public var connectionWindow: Int
    /// Streams that may be reset, by either side, beyond those that were answered in full.
    ///
    /// A client that goes over it makes work only to throw it away, and loses its connection.
    public var unansweredResets: Int
    /// Frames without worth that the client may be ahead by: PING, SETTINGS, PRIORITY, empty DATA,
    /// WINDOW_UPDATE, unknown ones and those on closed streams; ten tiny DATA frames count as one.
    ///
    /// A tenth of them is given back every second, four with every answer, and two with every DATA
    /// frame that is sent. A client that goes over it loses its connection.
    public var overheadFrames: Int
    /// Requests that may be in work at once, those of streams that were reset among them; further
    /// ones get 503.
    public var runningRequests: Int

    /// Makes limits; the defaults suit a service that takes tensors.
    public init(
        concurrentStreams: Int = 128, streamWindow: Int = 1 << 20,
        connectionWindow: Int = 8 << 20, unansweredResets: Int = 256, overheadFrames: Int = 1_000,
        runningRequests: Int = 256
    ) {
        self.concurrentStreams = concurrentStreams
        self.streamWindow = streamWindow
        self.connectionWindow = connectionWindow
        self.unansweredResets = unansweredResets
        self.overheadFrames = overheadFrames
        self.runningRequests = runningRequests
    }
}
