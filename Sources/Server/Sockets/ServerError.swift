import Glibc

/// Why the server could not start, or something of it could not be read again.
public enum ServerError: Error, Sendable, Hashable {
    /// A system call failed with `code`; `subject` says what it was for, an address for example.
    case system(call: String, code: Int32, subject: String)
    /// The host name has no address; `reason` is the resolver's.
    case unresolved(host: String, reason: String)
    /// The port is not between 0 and 65,535.
    case invalidPort(Int)
    /// The server was started before.
    case alreadyStarted
    /// A file can't be read; `code` is the `errno`.
    case unreadable(path: String, code: Int32)
    /// A file does not hold what it must; `reason` says what is wrong with it and the mend.
    case badFile(path: String, reason: String)
    /// The private key in one file is not that of the certificate in the other.
    case keyMismatch(certificatePath: String, keyPath: String)
    /// OpenSSL can't be set up; `reason` is its own.
    case tls(reason: String)
    /// A server does not shake hands as this client wants; `reason` says what is wrong.
    case handshake(subject: String, reason: String)
}

extension ServerError: CustomStringConvertible {
    /// What failed and, where there is one, the mend.
    public var description: String {
        switch self {
        case .system(let call, let code, let subject):
            let place = subject.isEmpty ? "" : " \(subject)"
            return "\(call)\(place): \(String(cString: strerror(code)))\(Self.mend(code))"
        case .unresolved(let host, let reason):
            return "the host \(host) can't be resolved: \(reason)"
        case .invalidPort(let port):
            return "\(port) is no port: give a number from 0 (any free port) to 65535"
        case .alreadyStarted:
            return "the server was started before: make a new one"
        case .unreadable(let path, let code):
            return "can't read \(path): \(String(cString: strerror(code)))"
        case .badFile(let path, let reason):
            return "\(path): \(reason)"
        case .keyMismatch(let certificatePath, let keyPath):
            return "the key in \(keyPath) is not that of the first certificate in "
                + "\(certificatePath): give the key the certificate was made for, and put the "
                + "server's own certificate before those of authorities"
        case .tls(let reason):
            return "OpenSSL can't be set up: \(reason)"
        case .handshake(let subject, let reason):
            return "no TLS with \(subject): \(reason)"
        }
    }

    private static func mend(_ code: Int32) -> String {
        switch code {
        case EADDRINUSE: "; stop the other server or choose another port (0 picks a free one)"
        case EACCES: "; ports below 1024 need privileges"
        case EADDRNOTAVAIL: "; the address is not one of this machine's"
        case EMFILE: "; raise the limit on open files (ulimit -n)"
        default: ""
        }
    }
}
