import Glibc

/// Tells the service supervisor how the process is doing, by datagrams as sd_notify(3) has them.
///
/// A message that can't be sent is lost without a word: the supervisor is no part of serving.
struct ServiceNotifier: Sendable {
    private let path: String
    /// How often the supervisor wants to hear that the process is alive, if it does.
    let watchdogInterval: Duration?

    /// Reads where the supervisor listens; nil where there is none.
    init?(environment: [String: String], processIdentifier: Int32 = getpid()) {
        guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@")
        else { return nil }
        self.path = path
        let isForThis =
            environment["WATCHDOG_PID"].map { $0 == "\(processIdentifier)" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdogInterval = isForThis && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// The model answers.
    func ready(_ status: String) { send("READY=1\nSTATUS=\(status)") }

    /// Files are being read again, until the next `ready`.
    func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        send("RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1000)")
    }

    /// The process is about to end.
    func stopping() { send("STOPPING=1\nSTATUS=draining") }

    /// The event loops have had their turn.
    func alive() { send("WATCHDOG=1") }

    private func send(_ message: String) {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        // A name that is no file's begins with NUL.
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        let bytes = Array(message.utf8)
        withUnsafeBytes(of: &address) { address in
            _ = sendto(
                descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL),
                address.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                socklen_t(offset + name.count))
        }
    }
}
