import CLinuxIO
import Glibc

/// A set of descriptors whose readiness is asked for at once (epoll, level-triggered).
final class Epoll: Sendable {
    /// What a descriptor is ready for, or is watched for.
    struct Readiness: OptionSet, Sendable {
        let rawValue: UInt32

        /// Bytes, a connection or the end of the input can be read.
        static let input = Readiness(rawValue: EPOLLIN.rawValue)
        /// Bytes can be written.
        static let output = Readiness(rawValue: EPOLLOUT.rawValue)
        /// The peer sends no more.
        static let peerClosed = Readiness(rawValue: EPOLLRDHUP.rawValue)
        /// The connection is over in both directions or broken; always watched for.
        static let gone = Readiness(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)
    }

    let descriptor: Descriptor

    init() throws(ServerError) {
        descriptor = try Descriptor(
            owning: epoll_create1(Int32(EPOLL_CLOEXEC)), from: "epoll_create1")
    }

    /// Begins to watch a descriptor; `token` comes back with what it becomes ready for.
    func add(_ other: Descriptor, _ readiness: Readiness, token: UInt64) throws(ServerError) {
        guard control(EPOLL_CTL_ADD, other, readiness, token) == 0 else {
            throw .system(call: "epoll_ctl", code: errno, subject: "")
        }
    }

    /// Changes what a descriptor is watched for.
    func change(_ other: Descriptor, to readiness: Readiness, token: UInt64) {
        // This fails only for a descriptor that is not watched, which has no readiness to miss.
        _ = control(EPOLL_CTL_MOD, other, readiness, token)
    }

    /// Stops watching a descriptor.
    func remove(_ other: Descriptor) { _ = control(EPOLL_CTL_DEL, other, [], 0) }

    /// Fills `events` with what is ready now, without waiting, and says how many there are.
    func poll(_ events: inout [epoll_event]) -> Int {
        Int(max(epoll_wait(descriptor.raw, &events, Int32(events.count), 0), 0))
    }

    private func control(
        _ operation: Int32, _ other: Descriptor, _ readiness: Readiness, _ token: UInt64
    ) -> Int32 {
        var event = epoll_event(events: readiness.rawValue, data: epoll_data_t(u64: token))
        return epoll_ctl(descriptor.raw, operation, other.raw, &event)
    }
}
