import Glibc

/// A moment as people date it.
public struct WallTime: Hashable, Sendable {
    /// Whole seconds since 1970 began, leap seconds left out.
    public let seconds: Int
    /// The nanoseconds behind them.
    public let nanoseconds: Int

    /// Makes a moment from its parts.
    public init(seconds: Int, nanoseconds: Int) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// The moment at which this is read.
    public static var now: WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }

    /// Writes it as RFC 3339 has it, in UTC and to the millisecond.
    func append(to bytes: inout [UInt8]) {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        Self.append(Int(parts.tm_year) + 1900, digits: 4, to: &bytes)
        let rest: [(UInt8, Int32)] = [
            (UInt8(ascii: "-"), parts.tm_mon + 1), (UInt8(ascii: "-"), parts.tm_mday),
            (UInt8(ascii: "T"), parts.tm_hour), (UInt8(ascii: ":"), parts.tm_min),
            (UInt8(ascii: ":"), parts.tm_sec),
        ]
        for (separator, number) in rest {
            bytes.append(separator)
            Self.append(Int(number), digits: 2, to: &bytes)
        }
        bytes.append(UInt8(ascii: "."))
        Self.append(nanoseconds / 1_000_000, digits: 3, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    private static func append(_ number: Int, digits: Int, to bytes: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
