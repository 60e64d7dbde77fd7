import Glibc

/// A moment of the kernel's monotonic clock, which alarms go by too.
///
/// Taken a million times a second, so it is kept in the kernel's nanoseconds.
struct MonotonicTime: InstantProtocol {
    let nanoseconds: Int64

    /// The present moment.
    static var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    func advanced(by duration: Duration) -> MonotonicTime {
        MonotonicTime(
            nanoseconds: nanoseconds + Int64((duration / .nanoseconds(1)).rounded()))
    }

    func duration(to other: MonotonicTime) -> Duration {
        .nanoseconds(other.nanoseconds - nanoseconds)
    }

    static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}
