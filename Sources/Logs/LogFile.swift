import Glibc
import Synchronization

/// A file that a log is appended to.
///
/// To rotate it, move the file away and have it reopened; lines go to the moved file until then, so that
/// none is lost.
public final class LogFile: LogDestination {
    private let path: String
    private let descriptor: Mutex<Int32>

    /// Opens the file for appending, and makes it where there is none.
    public init(path: String) throws(LogFileError) {
        self.path = path
        descriptor = Mutex(try Self.open(path))
    }

    deinit { _ = descriptor.withLock { close($0) } }

    /// Writes all bytes; the reason where they could not be written.
    public func write(_ bytes: [UInt8]) -> String? {
        descriptor.withLock { writeAll(bytes, to: $0) }
    }

    /// Opens the file that has the name now; the log stays with the old one where that throws.
    ///
    /// Waits while the old one is written to. Any thread that may block can call it.
    public func reopen() throws(LogFileError) {
        let opened = try Self.open(path)
        descriptor.withLock { descriptor in
            close(descriptor)
            descriptor = opened
        }
    }

    private static func open(_ path: String) throws(LogFileError) -> Int32 {
        let opened = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard opened >= 0 else {
            throw LogFileError(path: path, reason: String(cString: strerror(errno)))
        }
        return opened
    }
}

/// A log's file that can't be opened.
public struct LogFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// The system's reason.
    public let reason: String

    /// What is wrong and how to mend it.
    public var description: String {
        "the log file \(path) can't be opened: \(reason); name one that can be written to"
    }
}
