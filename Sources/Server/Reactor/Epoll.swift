import CLinuxIO
import Glibc

/// A set of descriptors whose readiness is asked for at once (epoll, level-triggered).
package final class Epoll: Sendable {
    /// What a descriptor is ready for, or is watched for.
    package struct Readiness: OptionSet, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// Bytes, a connection or the end of the input can be read.
        package static let input = Readiness(rawValue: EPOLLIN.rawValue)
        /// Bytes can be written.
        package static let output = Readiness(rawValue: EPOLLOUT.rawValue)
        /// The peer sends no more.
        package static let peerClosed = Readiness(rawValue: EPOLLRDHUP.rawValue)
        /// The connection is over in both directions or broken; always watched for.
        package static let gone = Readiness(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)
    }

    let descriptor: Descriptor

    /// Makes an empty set.
    package init() throws(ServerError) {
        descriptor = try Descriptor(
            owning: epoll_create1(Int32(EPOLL_CLOEXEC)), from: "epoll_create1")
    }

    /// Waits for something to be ready; false if nothing is in so many milliseconds.
    func isReady(withinMilliseconds limit: Int32) -> Bool {
        var entry = pollfd(fd: descriptor.raw, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&entry, 1, limit) > 0
    }

    /// Begins to watch a descriptor; `token` comes back with what it becomes ready for.
    package func add(_ other: Descriptor, _ readiness: Readiness, token: UInt64) throws(ServerError)
    {
        guard control(EPOLL_CTL_ADD, other, readiness, token) == 0 else {
            throw .system(call: "epoll_ctl", code: errno, subject: "")
        }
    }

    /// Changes what a descriptor is watched for.
    package func change(_ other: Descriptor, to readiness: Readiness, token: UInt64) {
        // This fails only for a descriptor that is not watched, which has no readiness to miss.
        _ = control(EPOLL_CTL_MOD, other, readiness, token)
    }

    /// Stops watching a descriptor.
    package func remove(_ other: Descriptor) { _ = control(EPOLL_CTL_DEL, other, [], 0) }

    /// Fills `events` with what is ready now, without waiting, and says how many there are.
    func poll(_ events: inout [epoll_event]) -> Int {
        Int(max(epoll_wait(descriptor.raw, &events, Int32(events.count), 0), 0))
    }

    /// Waits until something is ready, but at most `timeout`, which counts in whole milliseconds, and
    /// calls `body` with the token and readiness of each of at most 256 descriptors.
    package func wait(
        atMost timeout: Duration, _ body: (UInt64, Readiness) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 256) { events in
            let milliseconds = Int32(clamping: Int64((timeout / .milliseconds(1)).rounded(.up)))
            let count = epoll_wait(descriptor.raw, events.baseAddress, 256, milliseconds)
            for index in 0..<max(0, Int(count)) {
                body(events[index].data.u64, Readiness(rawValue: events[index].events))
            }
        }
    }

    private func control(
        _ operation: Int32, _ other: Descriptor, _ readiness: Readiness, _ token: UInt64
    ) -> Int32 {
        var event = epoll_event(events: readiness.rawValue, data: epoll_data_t(u64: token))
        return epoll_ctl(descriptor.raw, operation, other.raw, &event)
    }
}
