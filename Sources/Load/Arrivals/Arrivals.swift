import Glibc

/// When requests are due, one after the other, whatever becomes of those before.
///
/// Where the pace is a rate, a request's latency counts from its due time, so that one which had to
/// wait for its turn is not taken for a quick one (coordinated omission). Knows no clock.
struct Arrivals {
    private let pace: LoadPace
    private let start: MonotonicTime
    private var index = 0
    private var random: SplitMix64
    /// Since the start, in nanoseconds.
    private var elapsed = 0.0
    /// When the next request is due; nil if it is whenever a connection is free.
    private(set) var next: MonotonicTime?

    /// Makes arrivals from `start` on.
    init(_ pace: LoadPace, start: MonotonicTime) {
        self.pace = pace
        self.start = start
        switch pace {
        case .closed:
            next = nil
            random = SplitMix64(seed: 0)
        case .constant:
            next = start
            random = SplitMix64(seed: 0)
        case .poisson(_, let seed):
            random = SplitMix64(seed: seed)
            next = start
            advance()
        }
    }

    /// Goes on to the next request.
    mutating func advance() {
        index += 1
        switch pace {
        case .closed: return
        case .constant(let rate): elapsed = Double(index) / rate * 1e9
        // The gaps of a Poisson process are exponentially distributed.
        case .poisson(let rate, _): elapsed += -log(1 - random.nextUnit()) / rate * 1e9
        }
        next = MonotonicTime(nanoseconds: start.nanoseconds + Int64(elapsed))
    }

    /// Whether a request is due.
    func isDue(at now: MonotonicTime) -> Bool { next.map { $0 <= now } ?? true }

    /// Passes over the requests that were due before `end`, and says how many they were.
    mutating func skip(before end: MonotonicTime, from first: MonotonicTime) -> Int {
        var count = 0
        while let due = next, due < end {
            if due >= first { count += 1 }
            advance()
        }
        return count
    }
}

/// Sebastiano Vigna's SplitMix64: random numbers that a seed determines.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from 0 on and below 1.
    mutating func nextUnit() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return Double(mixed >> 11) * 0x1p-53
    }
}
