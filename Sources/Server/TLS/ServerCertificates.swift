import Glibc
import Synchronization

/// The certificate a server shows, which can be read again while it serves.
///
/// Any thread may read it again. Connections that are open keep what they began with.
public final class ServerCertificates: Sendable {
    /// Which files are read.
    public let configuration: TLSConfiguration
    private let current: Mutex<TLSContext>

    /// Reads the files; blocks meanwhile.
    ///
    /// - Throws: `ServerError.unreadable`, `.badFile`, `.keyMismatch` or `.tls`.
    public init(_ configuration: TLSConfiguration) throws(ServerError) {
        self.configuration = configuration
        current = Mutex(try TLSContext(configuration, at: time(nil)))
    }

    /// Reads the files again; blocks meanwhile.
    ///
    /// - Throws: as `init` does, and then the certificate that was in force stays.
    public func reload() throws(ServerError) {
        let context = try TLSContext(configuration, at: time(nil))
        current.withLock { $0 = context }
    }

    /// Whom the certificate names and until when it is valid, for the log.
    public var summary: String { context.summary }

    /// What keeps clients from accepting the certificate, such as that it has expired.
    public var warnings: [String] { context.warnings }

    /// What new connections begin with.
    var context: TLSContext { current.withLock { $0 } }
}
