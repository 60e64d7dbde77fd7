import Glibc

/// Where a log goes.
///
/// Used by one thread at a time, which may block.
public protocol LogDestination: Sendable {
    /// Writes all bytes; the reason where they could not be written.
    func write(_ bytes: [UInt8]) -> String?
}

/// The process's standard error.
public struct StandardErrorLog: LogDestination {
    /// Makes the destination.
    public init() {}

    /// Writes all bytes; the reason where they could not be written.
    public func write(_ bytes: [UInt8]) -> String? { writeAll(bytes, to: STDERR_FILENO) }
}

/// Writes all bytes to a descriptor; the system's reason where it takes no more.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> String? {
    bytes.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(
                descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                // Somebody else made the terminal or pipe non-blocking.
                var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wanted, 1, 1000)
            default: return String(cString: strerror(errno))
            }
        }
        return nil
    }
}
