import CLinuxIO
import Glibc

/// A clock's alarm as a descriptor (timerfd), exact to microseconds where `epoll_wait` counts in
/// milliseconds.
package final class Alarm: Sendable {
    /// Becomes readable when the alarm goes off.
    package let descriptor: Descriptor

    /// Makes an alarm that is not set.
    package init() throws(ServerError) {
        descriptor = try Descriptor(
            owning: timerfd_create(
                CLOCK_MONOTONIC, Int32(TFD_CLOEXEC | TFD_NONBLOCK)),
            from: "timerfd_create")
    }

    /// Sets the alarm to a time of `CLOCK_MONOTONIC`; a time that has passed goes off at once.
    package func set(nanoseconds: Int64) {
        // A time of zero would take the alarm off.
        let time = max(1, nanoseconds)
        var setting = itimerspec()
        setting.it_value = timespec(
            tv_sec: Int(time / 1_000_000_000), tv_nsec: Int(time % 1_000_000_000))
        timerfd_settime(descriptor.raw, Int32(TFD_TIMER_ABSTIME), &setting, nil)
    }

    /// Takes the alarm's readiness away once it has gone off.
    package func clear() {
        var count: UInt64 = 0
        _ = read(descriptor.raw, &count, MemoryLayout<UInt64>.size)
    }
}
